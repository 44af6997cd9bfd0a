// Package pgembed runs a private Postgres cluster from the Postgres binaries
// installed on the machine, for the zero-configuration start and for the tests.
//
// # Where things lie
//
// In the data directory, called the home once it is resolved:
//
//	postgres/            the cluster (PGDATA), 0700
//	run/                 the unix socket, 0700; there is no TCP
//	lock                 held by flock(2) for as long as the app lives
//	postgres.log         what Postgres says; turned over at 8 MB
//	hba.conf, ident.conf who may connect; written anew at each start
//	postgres.elsewhere   in place of all that: the folder that is the home
//
// Started as root, initdb and postgres run under another account (Account): the
// owner of an existing cluster, else "zaemme", else "postgres", else a system
// account "zaemme" made for it. Where that account cannot enter the data
// directory (a checkout under /root), the home is /var/lib/zaemme/<hash of the
// path>, and postgres.elsewhere names it; a pointer that was removed is written
// again, for the same path leads to the same home. Where the socket's path would be
// longer than the 107 bytes that the kernel takes, run/ is /tmp/zaemme-<hash>.
//
// # Invariants
//
//   - No cluster and no file of a person is ever deleted or overwritten. A data
//     directory of another major version, one in use, and a folder that holds
//     something else are refused. A first start that is broken off leaves
//     postgres.new-* behind, which never held data.
//   - One app per home: the lock is taken before anything is looked at, and the
//     kernel frees it however the app ends.
//   - Postgres has a process group of its own, so Ctrl-C reaches the app alone
//     and the app stops first. If the app is killed, Linux sends Postgres the
//     signal for a fast shutdown; where it does not, the next start finds a
//     server on its own socket, stops it cleanly and starts its own. A server
//     on another socket was started by somebody else, and is refused.
//   - Roles are told apart by the URL, not by the account: whoever is the
//     account (or root) may connect as any role. The log has no statements and
//     no values, for these may be personal data.
package pgembed
