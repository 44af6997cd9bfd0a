package dbtest

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// script waits for the end of its input, which is the end of the test process,
// then cuts Postgres off and removes the folder. A number alone does not prove
// that the process is still Postgres; its working directory does. Backends may
// make a file while the folder goes: hence the last loop.
const script = `
cat >/dev/null
pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null)
alive() {
	[ -n "$pid" ] || return 1
	[ -d /proc/self ] || { kill -0 "$pid" 2>/dev/null; return; }
	[ "$(readlink "/proc/$pid/cwd")" = "$1/postgres" ]
}
n=0
while alive "$1" && [ $n -lt 100 ]; do
	[ $n -gt 0 ] || kill -QUIT "$pid"
	sleep 0.02
	n=$((n+1))
done
if alive "$1"; then kill -KILL "$pid"; fi
n=0
until rm -rf "$1" 2>/dev/null || [ $n -ge 100 ]; do sleep 0.05; n=$((n+1)); done
`

// watch starts the watcher of a folder. Its output is /dev/null, for go test
// waits until everybody has closed the test's own; its session is its own, so
// that Ctrl-C and the killing of a process group pass it by.
func watch(dir string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", dir)
	cmd.Dir = "/"
	cmd.Stdin = r
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the watcher: %w", err)
	}
	pipes = append(pipes, w) // open until the process ends
	return r.Close()
}

// pipes keeps the writing ends from the garbage collector, which closes files
// that nobody refers to.
var pipes []*os.File
