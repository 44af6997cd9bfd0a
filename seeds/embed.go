// Package seeds holds what a new installation begins with: curricula, the rules
// that give them to people, and the holiday sets of the sites. HR changes
// them in the app; these files are read once.
package seeds

import "embed"

// Files has curricula.yaml, rules.yaml and calendars.yaml; Service.Seed of
// package curriculum reads them.
//
//go:embed *.yaml
var Files embed.FS

// Directives are the invented directives of a demo organisation of any size: one
// folder per course under demo, read with coursefile.LoadAll.
//
//go:embed demo
var Directives embed.FS
