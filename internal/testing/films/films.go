// Package films makes the smallest files that pass for films and sound: the
// structure of their containers, and nothing to see or hear.
package films

import (
	"bytes"
	"encoding/binary"
)

func box(name string, content ...[]byte) []byte {
	inner := bytes.Join(content, nil)
	out := binary.BigEndian.AppendUint32(nil, uint32(8+len(inner)))
	return append(append(out, name...), inner...)
}

// MP4 has the brand and a track per handler: vide, soun.
func MP4(brand string, handlers ...string) []byte { return mp4(brand, 64, handlers...) }

// Large is MP4 with so many bytes of content.
func Large(brand, handler string, size int) []byte { return mp4(brand, size, handler) }

func mp4(brand string, size int, handlers ...string) []byte {
	tracks := [][]byte{box("mvhd", make([]byte, 100))}
	for _, h := range handlers {
		tracks = append(tracks, box("trak", box("tkhd", make([]byte, 84)), box("mdia", box("hdlr", make([]byte, 8), []byte(h), make([]byte, 13)))))
	}
	second := "iso2"
	if brand == "qt  " || brand == "heic" {
		second = "mif1"
	}
	return bytes.Join([][]byte{box("ftyp", []byte(brand), make([]byte, 4), []byte(second)), box("moov", tracks...), box("mdat", make([]byte, size))}, nil)
}

// WebM has the type in its header: webm.
func WebM(kind string) []byte {
	header := append([]byte("\x42\x86\x81\x01\x42\x82\x84"), kind...)
	out := append([]byte("\x1a\x45\xdf\xa3"), byte(0x80|len(header)))
	return append(append(append(out, header...), 0x18, 0x53, 0x80, 0x67, 0x80|32), make([]byte, 32)...)
}

// MP3 has three silent frames of 128 kbit/s, and a tag before them.
func MP3(tagged bool) []byte {
	var out []byte
	if tagged {
		out = append([]byte("ID3\x04\x00\x00\x00\x00\x00\x14"), make([]byte, 20)...)
	}
	for range 3 {
		out = append(append(out, 0xff, 0xfb, 0x90, 0x00), make([]byte, 413)...)
	}
	return out
}

// Ogg has a stream of the codec, and its end.
func Ogg(codec string, ends bool) []byte {
	page := func(flag byte, content []byte) []byte {
		out := append([]byte("OggS\x00"), flag)
		out = append(append(out, make([]byte, 20)...), 1, byte(len(content)))
		return append(out, content...)
	}
	first := page(2, append([]byte(codec), make([]byte, 20)...))
	if ends {
		return append(first, page(4, make([]byte, 40))...)
	}
	return append(first, page(0, make([]byte, 40))...)
}
