create table if not exists BATCHPIPE_OUTBOX (
	PIPE_ID varchar(100) character set utf8mb4 collate utf8mb4_bin not null,
	ID binary(16) not null,
	PAYLOAD longblob not null,
	constraint BATCHPIPE_OUTBOX_PK primary key (PIPE_ID, ID)
);

create table if not exists BATCHPIPE_OUTBOX_SET_ASIDE (
	PIPE_ID varchar(100) character set utf8mb4 collate utf8mb4_bin not null,
	ID binary(16) not null,
	PAYLOAD longblob not null,
	REASON varchar(50) not null,
	STATUS integer,
	SET_ASIDE_TIME bigint not null,
	constraint BATCHPIPE_OUTBOX_SET_ASIDE_PK primary key (PIPE_ID, ID)
);
