-- Deliveries and the counts read from them. Append-only: a correction is a newer delivery, a mistake a
-- withdrawal with a reason.

create table delivery (
    delivery_no bigint not null primary key,
    file_name text not null,
    -- Of the raw file, so that the same file is recognised when it comes twice.
    sha256 text not null,
    bytes bigint not null,
    supplier text not null,
    profile_id text not null,
    profile_revision bigint not null,
    received_on text not null,
    rows_read bigint not null,
    -- The report as it was told when the file was read, as JSON.
    report text not null
);

create index delivery_by_file on delivery (sha256);

-- A row of its own instead of a changed status: who looks back sees what was known when.
create table delivery_withdrawal (
    delivery_no bigint not null primary key references delivery (delivery_no),
    withdrawn_on text not null,
    reason text not null
);

-- Texts that stand in a million rows are written once and numbered.
create table series (
    series_no bigint not null primary key,
    count_id text not null,
    period text not null,
    breakdown text not null,
    unique (count_id, period, breakdown)
);

create table counted_area (
    area_no bigint not null primary key,
    area_key text not null unique
);

create table sheet (
    sheet_no bigint not null primary key,
    name text not null unique
);

-- One cell of a delivery. No foreign keys on purpose: a million rows would be looked up four times each, and
-- the one writer of this table numbers series, areas and sheets in the same transaction.
-- No nulls either, because the type of a null must be told to PostgreSQL: `state` says which of the two
-- numbers mean something (counts/state.rs). A known number stands in both.
create table observation (
    series_no bigint not null,
    area_no bigint not null,
    delivery_no bigint not null,
    sheet_no bigint not null,
    row_no bigint not null,
    column_no bigint not null,
    state bigint not null,
    flags bigint not null,
    amount double precision not null,
    amount_upper double precision not null,
    primary key (series_no, area_no, delivery_no)
);
