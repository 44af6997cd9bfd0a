-- A dispatcher decides on many messages in one transaction and hands them over one
-- after the other. Until when it holds one: nothing of it has left, and should the
-- dispatcher die, the message is free again from then on. What is handed over is
-- marked row by row, as before.

-- +goose Up
alter table outbox add column taken_until timestamptz;

-- +goose Down
select 1;
