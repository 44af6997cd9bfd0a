//go:build check

package check

import (
	"io"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestLoadAndKill lets many people read at once, kills the app under them, and
// starts it again: nobody gets an error of the server, and who was signed in
// still is.
func TestLoadAndKill(t *testing.T) {
	w := newTown(t)
	client := w.visitor("Mitarbeiterin oder Mitarbeiter mit PC")
	client.Transport = &http.Transport{MaxIdleConnsPerHost: 64}
	took, failed := w.load(client, 32, 10*time.Second)
	slices.Sort(took)
	if failed > 0 || len(took) < 1000 {
		t.Errorf("%d of %d answers failed", failed, len(took)+failed)
	}
	t.Logf("start page, 32 at once for 10 s: %d pages/s, p50 %s, p99 %s", len(took)/10, took[len(took)/2], took[len(took)*99/100])

	w.stop(syscall.SIGKILL)
	w.start()
	if _, failed := w.load(client, 4, time.Second); failed > 0 {
		t.Errorf("%d answers failed after the app was killed and started again", failed)
	}
}

// load asks for the start page over so many connections; an answer that is not
// the page counts as failed.
func (w *town) load(client *http.Client, connections int, during time.Duration) (took []time.Duration, failed int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	end := time.Now().Add(during)
	for range connections {
		wg.Go(func() {
			var own []time.Duration
			bad := 0
			for time.Now().Before(end) {
				began := time.Now()
				answer, err := client.Get("http://" + w.address + "/")
				if err != nil {
					bad++
					continue
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
				if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/" {
					bad++
					continue
				}
				own = append(own, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			took, failed = append(took, own...), failed+bad
		})
	}
	wg.Wait()
	return took, failed
}
