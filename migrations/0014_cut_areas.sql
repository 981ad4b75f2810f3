-- A group may run through an area (a school district through a Wohnplatz): then it holds a part of it only, and its counts are
-- delivered for the group itself.
alter table area_group_member add column extent text not null default 'whole'; -- whole or part
