// Package db owns the connection pool, transactions, the stamp and horizon of
// LEDGER.md, and the numbered SQL migrations. It is the only owner of *gorm.DB.
//
// Invariants: a use case is one transaction and hands its *Tx on; every dated
// fact and ledger event takes recorded_at from Tx.Stamp, once per transaction,
// after the rows it decides on are locked; Horizon returns only moments below
// every open writer; the schema is changed by migrations alone, under a lock, as
// the owner role.
package db
