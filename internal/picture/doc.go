// Package picture reads pictures that people hand in and writes them anew.
//
// Invariant, fuzzed: what comes out is a PNG or JPEG that can be read and holds the
// picture alone, upright: no place, camera, comment or file appended to it.
package picture
