package reminder

import (
	"math/rand/v2"
	"testing"

	"zaemme/internal/testing/wide"
)

// Of what a forecast leaves out nobody would hear in its days.
func TestOnlyTheQuietAreLeftOut(t *testing.T) {
	t.Parallel()
	quiet := 0
	for seed := range uint64(wide.N(300)) {
		rng := rand.New(rand.NewPCG(seed, 4))
		who, duties, _ := random(rng)
		from, days := date("2027-01-04").AddDays(rng.IntN(400)), 1+rng.IntN(20)
		takes := stirring(from, days)
		for _, d := range duties {
			if takes(d) {
				continue
			}
			quiet++
			for i := range days {
				day := from.AddDays(i)
				for _, to := range []Audience{ToPerson, ToManager, ToDeputy, ToLead, ToHR} {
					if item, _, ok := Default().Latest(d, to, who.Site, day); ok {
						t.Fatalf("seed %d: %v hears %v on %s", seed, to, item, day)
					}
				}
				if d.Status(day).Late() || d.Status(day).ToDo() {
					t.Fatalf("seed %d: %s on %s", seed, d.Status(day), day)
				}
			}
		}
	}
	if quiet == 0 {
		t.Error("nothing is left out")
	}
}
