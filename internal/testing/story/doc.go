// Package story tests the whole product as people meet it: a real app on a real
// Postgres, a browser, a mail server, and the binary itself.
//
// TestTheMainJob follows a municipality from the first administrator's link to the
// second month's staff list. TestTheDemo looks at every page of the navigation of
// every account of the demo. The others send what people and programs get wrong,
// and start, stop and kill the process.
package story
