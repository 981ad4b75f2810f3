-- The territory of the county: levels, areas with validity, groups, outlines, crosswalk.
-- Dialect of all migrations: what SQLite and PostgreSQL both understand. Days are text `2024-12-31`, `''` where
-- there is none (an empty text may be part of a primary key, a null may not); numbers of rows are bigint.

-- A territory is saved as a whole and the highest number holds. Older ones stay: a report of last year was
-- made with the areas it knew.
create table territory (
    territory_no bigint not null primary key,
    saved_on text not null
);

-- The root's level has rank 0.
create table area_level (
    territory_no bigint not null references territory (territory_no),
    rank bigint not null,
    level_id text not null,
    name text not null,
    plural text not null,
    primary key (territory_no, level_id)
);

-- The same key may be used again at another time for another outline, so the day belongs to the key.
create table area (
    territory_no bigint not null references territory (territory_no),
    area_key text not null,
    valid_from text not null,
    valid_to text not null,
    name text not null,
    level_id text not null,
    parent_key text not null,
    primary key (territory_no, area_key, valid_from)
);

-- Areas looked at together that are no level of the tree.
create table area_group (
    territory_no bigint not null references territory (territory_no),
    group_key text not null,
    name text not null,
    primary key (territory_no, group_key)
);

create table area_group_member (
    territory_no bigint not null references territory (territory_no),
    group_key text not null,
    area_key text not null,
    primary key (territory_no, group_key, area_key)
);

-- Areas that are compared with and are no part of the county: peer counties, the state.
create table compared_area (
    territory_no bigint not null references territory (territory_no),
    area_key text not null,
    name text not null,
    level_id text not null,
    primary key (territory_no, area_key)
);

-- The geometry as GeoJSON text in EPSG:25832: readable in any tool, no geo extension needed.
create table area_outline (
    territory_no bigint not null references territory (territory_no),
    area_key text not null,
    valid_from text not null,
    geometry text not null,
    primary key (territory_no, area_key, valid_from)
);

-- Which share of an area went where when outlines changed.
create table crosswalk_link (
    territory_no bigint not null references territory (territory_no),
    valid_from text not null,
    from_key text not null,
    to_key text not null,
    share double precision not null,
    basis text not null,
    primary key (territory_no, valid_from, from_key, to_key)
);

-- Where a district of somebody else's division (voting, school) belongs. Each list is saved as a whole and the
-- highest number holds.
create table assignment_list (
    list_id text not null,
    list_no bigint not null,
    saved_on text not null,
    primary key (list_id, list_no)
);

create table assignment (
    list_id text not null,
    list_no bigint not null,
    district_key text not null,
    area_key text not null,
    primary key (list_id, list_no, district_key),
    foreign key (list_id, list_no) references assignment_list (list_id, list_no)
);
