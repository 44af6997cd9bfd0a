-- Whose line somebody is in is asked on every page about others. Both functions
-- find it by index, however many people there are, and are planned once for a
-- connection: as SQL functions they were written into each query and scanned the
-- table of employments. What they answer is the same (00002, 00006).

-- +goose Up
create index department_facts_parent on department_facts (parent_id) where parent_id is not null;
create index person_traits_person on person_traits (person_id, valid_from);

-- +goose StatementBegin
create or replace function people_line(principals bigint[], day date) returns table (person_id bigint) language plpgsql stable rows 40
  set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with recursive
  subtree(department_id) as (
    select f.department_id from department_facts f
    where f.head_id = any (principals) and f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
    union
    select f.department_id from subtree s join department_facts f on f.parent_id = s.department_id
    where f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
  ),
  line(person_id, manager_id) as (
    select e.person_id, e.manager_id from (
      select * from employment_facts where manager_id = any (principals)
      union all
      select * from employment_facts where trainer_id = any (principals)
      union all
      select o.* from subtree s join employment_facts o on o.department_id = s.department_id
    ) e
    where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and (not e.person_id = any (principals)
        or (e.manager_id = any (principals) and e.manager_id <> e.person_id)
        or (e.trainer_id = any (principals) and e.trainer_id <> e.person_id))
    union
    select e.person_id, e.manager_id from line l join employment_facts e on e.manager_id = l.person_id
    where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and not e.person_id = any (principals)
  )
  select distinct l.person_id from line l;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function people_within(roots bigint[], day date) returns table (person_id bigint) language plpgsql stable rows 40
  set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with recursive subtree(department_id) as (
    select unnest(roots)
    union
    select f.department_id from subtree s join department_facts f on f.parent_id = s.department_id
    where f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
  )
  select distinct e.person_id from subtree s join employment_facts e using (department_id)
  where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00';
end
$$;
-- +goose StatementEnd

-- +goose Down
select 1;
