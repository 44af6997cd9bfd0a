package report

import "iter"

// ahead reads parts while the ones before are worked on: Postgres, who reads and
// who works are busy at the same time, and two parts at most are in memory. read
// runs in a goroutine of its own, which has ended when ahead returns; work must not
// use what read uses, such as the transaction.
func ahead[P, R any](parts iter.Seq[P], read func(P) (R, error), work func(P, R) error) error {
	type result struct {
		part P
		got  R
		err  error
	}
	ready, enough := make(chan result), make(chan struct{})
	go func() {
		defer close(ready)
		for part := range parts {
			got, err := read(part)
			select {
			case ready <- result{part, got, err}:
			case <-enough:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	var err error
	for r := range ready { // to the end, so that nobody reads any more
		if err != nil {
			continue
		}
		if err = r.err; err == nil {
			err = work(r.part, r.got)
		}
		if err != nil {
			close(enough)
		}
	}
	return err
}
