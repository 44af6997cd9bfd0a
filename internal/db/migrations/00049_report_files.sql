-- Files of reports that took longer than a request, kept for seven days for who
-- asked. The task may be gone before the file, so none refers to the other.

-- +goose Up
create table report_files (
  task_uid uuid primary key,
  owner_id bigint not null references persons,
  team boolean not null,                -- asked for on the page of the own line, not on that of HR and Revision
  scope text not null,                  -- people.Scope.Name of the owner when it was made
  hash bytea not null references blobs,
  name text not null,
  rows integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index report_files_owner on report_files (owner_id, created_at);
create index report_files_expiry on report_files (expires_at);
create index report_files_hash on report_files (hash);

-- +goose Down
select 1;
