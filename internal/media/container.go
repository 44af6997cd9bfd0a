package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// brands of ISO 14496-12 files that browsers play. QuickTime («qt  ») is not one.
var brands = []string{"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "M4A ", "M4B "}

// mostBoxes bounds the reading: a film for the web has a handful at each level.
const mostBoxes = 10_000

// mp4 reads the boxes: ftyp with a brand of ours first, then moov, until exactly the
// end. A film has a track of pictures, sound has a track of sound and none of
// pictures.
func (f file) mp4() (string, bool) {
	head := f.at(0, 12)
	if head == nil || string(head[4:8]) != "ftyp" {
		return "", false
	}
	size := int64(binary.BigEndian.Uint32(head))
	if size < 16 || size > 1024 || size > f.size {
		return "", false
	}
	list := f.at(8, int(size)-8)
	ours := false
	for i := 0; i+4 <= len(list); i += 4 {
		if i != 4 { // the version of the first brand
			ours = ours || slices.Contains(brands, string(list[i:i+4]))
		}
	}
	if !ours || string(list[:4]) == "qt  " {
		return "", false
	}
	var handlers []string
	var media bool
	left := mostBoxes
	whole := f.boxes(0, f.size, &left, func(name string, from, to int64) bool {
		media = media || name == "mdat"
		return name != "moov" || f.boxes(from, to, &left, func(name string, from, to int64) bool {
			return name != "trak" || f.boxes(from, to, &left, func(name string, from, to int64) bool {
				return name != "mdia" || f.boxes(from, to, &left, func(name string, from, _ int64) bool {
					if name == "hdlr" {
						handlers = append(handlers, string(f.at(from+8, 4)))
					}
					return true
				})
			})
		})
	})
	switch {
	case !whole || !media:
		return "", false
	case slices.Contains(handlers, "vide"):
		return "video/mp4", true
	case slices.Contains(handlers, "soun"):
		return "audio/mp4", true
	}
	return "", false
}

// boxes calls each for the boxes between two offsets, with what is in them; false
// where they do not end there, or each says so.
func (f file) boxes(from, to int64, left *int, each func(name string, from, to int64) bool) bool {
	for from < to {
		head := f.at(from, 8)
		if *left--; head == nil || *left < 0 {
			return false
		}
		size, begins := int64(binary.BigEndian.Uint32(head)), from+8
		switch size {
		case 0: // until the end
			size = to - from
		case 1:
			long := f.at(from+8, 8)
			if long == nil {
				return false
			}
			size, begins = int64(binary.BigEndian.Uint64(long)), from+16
		}
		if size < begins-from || size > to-from || !each(string(head[4:]), begins, from+size) {
			return false
		}
		from += size
	}
	return true
}

// webm reads the EBML header (RFC 8794): its DocType is webm, and a segment follows.
func (f file) webm() (string, bool) {
	head := f.at(0, int(min(f.size, 256)))
	if !bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) {
		return "", false
	}
	size, n := vint(head[4:])
	begins := 4 + n
	if n == 0 || size < 0 || int64(begins)+size+12 > int64(len(head)) {
		return "", false
	}
	rest := head[begins+int(size):]
	named := bytes.Contains(head[begins:begins+int(size)], []byte("\x42\x82\x84webm"))
	if !named || !bytes.HasPrefix(rest, []byte("\x18\x53\x80\x67")) {
		return "", false
	}
	length, n := vint(rest[4:])
	ends := int64(begins) + size + 4 + int64(n) + length
	if n == 0 || length >= 0 && ends > f.size { // a negative length: not known when it was written
		return "", false
	}
	return "video/webm", true
}

// vint is a number of variable length and how many bytes it has, 0 for none; a number
// of ones alone means that the length is not known, -1.
func vint(b []byte) (value int64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	for n = 1; b[0]&(0x80>>(n-1)) == 0; n++ {
	}
	if n > len(b) {
		return 0, 0
	}
	value, ones := int64(b[0]&(0xff>>n)), b[0]&(0xff>>n) == 0xff>>n
	for _, c := range b[1:n] {
		value, ones = value<<8|int64(c), ones && c == 0xff
	}
	if ones {
		return -1, n
	}
	return value, n
}

// ogg reads the first page (RFC 3533): it begins a stream of sound.
func (f file) ogg() (string, bool) {
	head := f.at(0, int(min(f.size, 300)))
	if len(head) < 36 || !bytes.HasPrefix(head, []byte("OggS\x00\x02")) {
		return "", false
	}
	begins := 27 + int(head[26])
	if begins > len(head) {
		return "", false
	}
	for _, codec := range []string{"\x01vorbis", "OpusHead", "\x7fFLAC"} {
		if bytes.HasPrefix(head[begins:], []byte(codec)) {
			return "audio/ogg", f.ogged()
		}
	}
	return "", false
}

// ogged reports whether the file is cut: its last page says that the stream ends.
func (f file) ogged() bool {
	tail := f.at(max(f.size-1<<17, 0), int(min(f.size, 1<<17)))
	at := bytes.LastIndex(tail, []byte("OggS\x00"))
	return at >= 0 && at+5 < len(tail) && tail[at+5]&4 != 0
}

// bitrates of MPEG 1 and 2, layer III, in kbit/s, and sampling rates of MPEG 1 in Hz
// (ISO 11172-3, 13818-3).
var (
	bitrates = [2][15]int{{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}, {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}
	rates    = [3]int{44100, 48000, 32000}
)

// mp3 passes over an ID3 tag and finds two frames behind each other.
func (f file) mp3() (string, bool) {
	from := int64(0)
	if tag := f.at(0, 10); tag != nil && string(tag[:3]) == "ID3" {
		if tag[6]|tag[7]|tag[8]|tag[9] > 0x7f {
			return "", false
		}
		from = 10 + int64(tag[6])<<21 + int64(tag[7])<<14 + int64(tag[8])<<7 + int64(tag[9])
		if tag[5]&0x10 != 0 {
			from += 10 // its footer
		}
	}
	for range 2 {
		length := frame(f.at(from, 4))
		if length == 0 || f.at(from+length-1, 1) == nil {
			return "", false
		}
		from += length
	}
	return "audio/mpeg", true
}

// frame is the length of a frame of layer III in bytes, 0 for none.
func frame(head []byte) int64 {
	if head == nil || head[0] != 0xff || head[1]&0xe6 != 0xe2 {
		return 0
	}
	version, rate, speed := head[1]>>3&3, head[2]>>2&3, head[2]>>4
	if version == 1 || rate == 3 || speed == 0 || speed == 15 {
		return 0
	}
	hertz, table, samples := rates[rate], 0, 144
	switch version {
	case 2:
		hertz, table, samples = hertz/2, 1, 72
	case 0:
		hertz, table, samples = hertz/4, 1, 72
	}
	return int64(samples*bitrates[table][speed]*1000/hertz) + int64(head[2]>>1&1)
}
