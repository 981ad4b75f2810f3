-- Plans of measures as they were laid down, so that nobody chooses afterwards what happens to fit. Rows are only added:
-- a changed plan is a new version, and the day says whether it came before the measure.
create table effect_plan (
    plan_name text not null,               -- the name of the measure
    version_no bigint not null,            -- from 1
    content text not null,                 -- the plan as written
    saved_on text not null,                -- the day it was laid down
    smallest_detectable double precision,  -- what it could show by the figures of that day; null where that is not defined
    primary key (plan_name, version_no)
);
