-- Month ends, frozen: counts only. What one holds is written once and never altered
-- (only the owner's retention could drop it).

-- +goose Up
-- The groups of a calendar year, from the month end on at which they were decided.
create table month_groupings (
  id bigint generated always as identity primary key,
  year integer not null,
  since date not null unique,
  grouping jsonb not null,  -- package aggregate: nodes, and places by department ID
  known_at timestamptz not null
);

create table month_ends (
  as_of date primary key check (as_of = (date_trunc('month', as_of) + interval '1 month - 1 day')::date),
  uid uuid not null unique default gen_random_uuid(), -- the report ID that people quote
  known_at timestamptz not null,   -- T
  frozen_at timestamptz not null,
  definitions integer not null,
  grouping_id bigint not null references month_groupings,
  held jsonb not null,             -- nodes by course that stay whole for the year
  courses jsonb not null,          -- code, titles, minutes as they were
  settings jsonb not null,         -- municipality, thresholds
  persons integer not null check (persons >= 0),
  covered integer not null check (covered between 0 and persons),
  rows_sha256 bytea not null check (length(rows_sha256) = 32),  -- detail rows of everybody at (D, T)
  cells_sha256 bytea not null check (length(cells_sha256) = 32),
  seal_id bigint references seals,
  seal text not null default ''
);

-- What zone C reads, and all of it: node of the grouping × course.
create table month_cells (
  as_of date not null references month_ends,
  course_id bigint not null references courses,
  node integer not null,
  counted integer not null check (counted >= 5),
  fulfilled_from integer not null check (fulfilled_from >= 0),
  fulfilled_to integer not null check (fulfilled_to between fulfilled_from and counted),
  behind_from integer not null check (behind_from >= 0),
  behind_to integer not null check (behind_to between behind_from and counted),
  without_pc boolean not null,     -- at least half of the people work without a PC
  primary key (as_of, course_id, node)
);

-- HR's trend: every department and course; without either: the whole.
create table month_counts (
  as_of date not null references month_ends,
  department_id bigint references departments,
  course_id bigint references courses,
  own jsonb not null,        -- rows by status code
  own_due integer[] not null check (cardinality(own_due) = 2),        -- Fälligkeitsgrad: numerator, denominator
  cumulated jsonb not null,  -- with all departments below
  cumulated_due integer[] not null check (cardinality(cumulated_due) = 2),
  unique nulls not distinct (as_of, department_id, course_id)
);

create trigger month_groupings_keep before update or delete or truncate on month_groupings for each statement execute function refuse_change();
create trigger month_ends_keep before update or delete or truncate on month_ends for each statement execute function refuse_change();
create trigger month_cells_keep before update or delete or truncate on month_cells for each statement execute function refuse_change();
create trigger month_counts_keep before update or delete or truncate on month_counts for each statement execute function refuse_change();

alter table reports drop constraint reports_variant_check,
  add constraint reports_variant_check check (variant in ('line', 'hr', 'management', 'brief'));

-- +goose Down
select 1;
