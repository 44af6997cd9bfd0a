// Package check has what `make check` measures beyond `make test`: Lighthouse on
// the pages people see most, and a load of many people at once with the server
// killed under it. Its tests have the build tag check, since they take minutes.
package check
