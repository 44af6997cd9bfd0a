package db

import "database/sql/driver"

// Bytes is a bytea argument. A plain []byte right after a parenthesis, as in
// «values (?», is taken by GORM for a list and spread byte by byte.
type Bytes []byte

// Value hands the bytes to the driver as one value.
func (b Bytes) Value() (driver.Value, error) { return []byte(b), nil }
