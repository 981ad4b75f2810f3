-- Groups of one division never overlap, as school districts do not: whoever knows that can compute with several of them.
alter table area_group add column division text not null default '';
