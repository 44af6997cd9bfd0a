// Package courses holds the course catalogue of zaemme as files: one folder per
// course, in the format that internal/coursefile describes and checks. The
// texts stand under CC BY-SA 4.0, other than the code.
package courses

import "embed"

// Files has one folder per course; read it with coursefile.LoadAll.
//
//go:embed */*
var Files embed.FS
