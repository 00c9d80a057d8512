#pragma once
#include <mysql.h>
#include <errmsg.h>

// Swift cannot call variadic functions; one function for each type that an option can have.

static inline int cdcwatch_mysql_set_number(MYSQL *handle, enum mysql_option option,
                                            unsigned int number) {
  return mysql_optionsv(handle, option, &number);
}

static inline int cdcwatch_mysql_set_flag(MYSQL *handle, enum mysql_option option, my_bool flag) {
  return mysql_optionsv(handle, option, &flag);
}

static inline int cdcwatch_mysql_set_size(MYSQL *handle, enum mysql_option option, size_t size) {
  return mysql_optionsv(handle, option, &size);
}

static inline int cdcwatch_mysql_set_text(MYSQL *handle, enum mysql_option option,
                                          const char *text) {
  return mysql_optionsv(handle, option, text);
}
