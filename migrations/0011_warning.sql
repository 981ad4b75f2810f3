-- What the rules warned of, edition by edition, and what became of it. Rows are only added: an earlier warning stays,
-- right or false.
create table warning_event (
    warning_no bigint not null,        -- the warning, over all its editions
    event_no bigint not null,          -- from 1, in the order in which it happened
    edition text not null,             -- public or internal
    kind text not null,                -- raised, again, changed, gone, right, false, open
    identifier text not null,          -- the release; empty where a person judged
    happened_on text not null,         -- day of release or of the judgement
    finding text not null,             -- the finding as the release has it; empty where a person judged or it is gone
    note text not null,                -- words of the person who judged
    primary key (warning_no, event_no)
);
