create table if not exists BATCHPIPE_OUTBOX (
	PIPE_ID varchar(100) not null,
	ID uuid not null,
	PAYLOAD bytea not null,
	constraint BATCHPIPE_OUTBOX_PK primary key (PIPE_ID, ID)
);

create table if not exists BATCHPIPE_OUTBOX_SET_ASIDE (
	PIPE_ID varchar(100) not null,
	ID uuid not null,
	PAYLOAD bytea not null,
	REASON varchar(50) not null,
	STATUS integer,
	SET_ASIDE_TIME bigint not null,
	constraint BATCHPIPE_OUTBOX_SET_ASIDE_PK primary key (PIPE_ID, ID)
);
