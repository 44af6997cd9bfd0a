// Package sheettest is for tests: it checks the package of an xlsx file part by
// part, reads its cells, and builds small xlsx files cell by cell, hostile ones
// included.
//
// It knows the format from ECMA-376 and uses neither excelize nor the writer it
// judges.
package sheettest
