#include "drill_templates.h"

static const uint8_t connector_deleted[] = {
#embed "../../configs/drills/connector-deleted.yaml"
};

static const uint8_t cron_backup[] = {
#embed "../../configs/drills/cron-backup.yaml"
};

static const uint8_t offset_modified[] = {
#embed "../../configs/drills/offset-modified.yaml"
};

static const uint8_t slot_lost[] = {
#embed "../../configs/drills/slot-lost.yaml"
};

static const uint8_t worker_lost[] = {
#embed "../../configs/drills/worker-lost.yaml"
};

static const uint8_t schema_change[] = {
#embed "../../configs/drills/schema-change.yaml"
};

static const uint8_t offsets_topic_lost[] = {
#embed "../../configs/drills/offsets-topic-lost.yaml"
};

static const uint8_t pg_failover[] = {
#embed "../../configs/drills/pg-failover.yaml"
};

static const uint8_t aurora_pg_failover[] = {
#embed "../../configs/drills/aurora-pg-failover.yaml"
};

static const uint8_t mysql_failover_planned[] = {
#embed "../../configs/drills/mysql-failover-planned.yaml"
};

static const uint8_t mysql_failover_unplanned[] = {
#embed "../../configs/drills/mysql-failover-unplanned.yaml"
};

static const uint8_t aurora_mysql_failover[] = {
#embed "../../configs/drills/aurora-mysql-failover.yaml"
};

static const uint8_t quarterly[] = {
#embed "../../configs/drills/quarterly.yaml"
};

typedef struct {
  const uint8_t *bytes;
  size_t size;
} template_file;

#define FILE_OF(name) {name, sizeof name}

static const template_file templates[] = {
    FILE_OF(connector_deleted),
    FILE_OF(cron_backup),
    FILE_OF(offset_modified),
    FILE_OF(slot_lost),
    FILE_OF(worker_lost),
    FILE_OF(schema_change),
    FILE_OF(offsets_topic_lost),
    FILE_OF(pg_failover),
    FILE_OF(aurora_pg_failover),
    FILE_OF(mysql_failover_planned),
    FILE_OF(mysql_failover_unplanned),
    FILE_OF(aurora_mysql_failover),
    FILE_OF(quarterly),
};

static const size_t count = sizeof templates / sizeof templates[0];

size_t drill_template_count(void) { return count; }

size_t drill_template_size(size_t place) { return place < count ? templates[place].size : 0; }

uint8_t drill_template_byte(size_t place, size_t index) {
  return index < drill_template_size(place) ? templates[place].bytes[index] : 0;
}
