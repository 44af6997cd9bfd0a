-- Directives that are read and acknowledged: courses without a test.

-- +goose Up
alter table course_versions
  drop constraint course_versions_kind_check,
  drop constraint course_versions_pass_percent_check,
  add constraint course_versions_kind_check check (kind in ('online', 'classroom', 'policy')),
  add constraint course_versions_pass_percent_check check (pass_percent between 0 and 100 and (pass_percent = 0) = (kind = 'policy'));

-- +goose Down
select 1;
