-- What the county may change without a programmer: catalogue, source profiles, rules of disclosure.
-- Each entry is text in the form a person edits; a change is a new revision, nothing is overwritten.

-- Base counts, indicators and topics belong together: a revision is the three texts that were checked together.
-- `part` is `counts`, `indicators` or `topics`; the file name says whether indicators are TOML or a table.
create table catalogue_text (
    revision_no bigint not null,
    part text not null,
    file_name text not null,
    content text not null,
    saved_on text not null,
    primary key (revision_no, part)
);

-- How a supplier's file is read. Deliveries name the revision they were read with.
create table source_profile (
    profile_id text not null,
    revision_no bigint not null,
    content text not null,
    saved_on text not null,
    primary key (profile_id, revision_no)
);

-- Rules given as one text each, for example the thresholds of disclosure.
create table rule_text (
    rule_id text not null,
    revision_no bigint not null,
    content text not null,
    saved_on text not null,
    primary key (rule_id, revision_no)
);
