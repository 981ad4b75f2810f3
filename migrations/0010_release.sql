-- A release: what may be cited. A row is written once and never changed; a wrong edition gets a successor whose
-- `erratum` says what was wrong, and its own bytes stay.
create table release (
    identifier text not null,          -- for example 2025-1
    edition text not null,             -- public or internal
    released_on text not null,         -- day of release
    predecessor text,                  -- identifier of the edition it replaces
    erratum text,                      -- what was wrong with the predecessor, in words
    hash text not null,                -- SHA-256 over the hashes of its parts
    primary key (identifier, edition)
);

-- The canonical bytes of a release in named parts; with them it opens on another machine.
create table release_part (
    identifier text not null,
    edition text not null,
    part text not null,                -- meta, geography, catalogue, figures, judgements, sources
    hash text not null,                -- SHA-256 of content
    content text not null,
    primary key (identifier, edition, part),
    foreign key (identifier, edition) references release (identifier, edition)
);
