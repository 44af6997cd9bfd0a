// Package reporttest is for tests: it builds small organisations with duties in
// a test's database.
package reporttest
