package pgembed

import "syscall"

// dieWithParent lets the kernel ask the server for a fast shutdown when the
// thread that started it ends; the caller holds that thread for the server's
// whole life.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }
