// Package dbtest gives each test a Postgres database of its own, with the
// newest schema, in about 20 ms.
//
//	d := dbtest.New(t)          // as the application's role
//	o := dbtest.Owner(t)        // the same database as its owner
//	a, o := dbtest.URLs(t)      // its addresses
//
// The first use in a test process copies a prepared, migrated cluster to memory
// (/dev/shm) and starts it by pgembed, 150 to 250 ms; a test's database is a copy
// of the migrated one and is dropped when the test ends. A cluster per process
// needs no agreement between the packages that go test runs side by side, and
// costs less than one migration.
//
// The prepared cluster is kept in the user's cache folder under a hash of the
// migrations and of the server; the first process makes it (2 s), the others
// wait; the three newest are kept.
//
// Invariants: nothing is left running or in memory after the tests, also when
// one panics or is killed: a watcher, a shell in a session of its own that reads
// a pipe from the test process, ends Postgres and removes the folder when the
// pipe closes; should the watcher be killed as well, Linux ends Postgres with
// its parent and the next test process removes the folder. Nothing here is
// durable: fsync is off. A test never skips because Postgres is missing.
package dbtest
