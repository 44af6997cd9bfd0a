//go:build !linux

package pgembed

import "syscall"

// dieWithParent does nothing: only Linux can. The next start stops the server
// that was left over.
func dieWithParent(*syscall.SysProcAttr) {}
