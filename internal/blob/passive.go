package blob

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strconv"

	"zaemme/internal/apperr"
)

// acting are the names by which a PDF runs, opens, sends or carries something (ISO
// 32000-1, 12.6, 7.11.4, 12.7.8, 13): a scan has none of them.
var acting = map[string]bool{
	"JavaScript": true, "JS": true, "Launch": true, "EmbeddedFile": true, "EF": true, "RichMedia": true, "Rendition": true,
	"SubmitForm": true, "ImportData": true, "GoToE": true, "GoToR": true, "XFA": true, "Movie": true, "Sound": true, "3D": true,
}

// sureLength is how long a name must be to mean something among compressed bytes,
// where two letters stand by chance.
const sureLength = 5

// mostPacked is how much a PDF's packed objects may unpack to, in bytes.
const mostPacked = 32 << 20

// passive is nil for a PDF in which nothing can act; Invalid for one in which
// something can, that is locked, or whose packed objects cannot be read.
func passive(content []byte) error {
	room := int64(mostPacked)
	for len(content) > 0 {
		dict, data, rest := cut(content)
		content = rest
		names := namesIn(dict)
		if err := judge(names, 0); err != nil {
			return err
		}
		if err := judge(namesIn(data), sureLength); err != nil { // an object may hide where a reader finds it by its place
			return err
		}
		if !names["ObjStm"] {
			continue
		}
		plain, err := unpacked(lastObject(dict), data, room)
		if err != nil {
			return apperr.Wrap(apperr.Invalid, "error.blob.pdf_unclear", err)
		}
		room -= int64(len(plain))
		if err := judge(namesIn(plain), 0); err != nil {
			return err
		}
	}
	return nil
}

// cut parts a PDF at its next stream: what stands before it, the stream, the rest.
func cut(content []byte) (before, data, rest []byte) {
	at := bytes.Index(content, []byte("stream"))
	if at < 0 {
		return content, nil, nil
	}
	before, data = content[:at], bytes.TrimLeft(content[at+len("stream"):], "\r\n")
	end := bytes.Index(data, []byte("endstream"))
	if end < 0 {
		return before, data, nil
	}
	return before, data[:end], data[end+len("endstream"):]
}

// lastObject is the object to which a stream belongs.
func lastObject(before []byte) []byte {
	return before[max(0, bytes.LastIndex(before, []byte(" obj"))):]
}

var errFilter = errors.New("packed otherwise than by FlateDecode")

// unpacked are the objects that a stream of objects packs, at most room bytes.
func unpacked(dict, data []byte, room int64) ([]byte, error) {
	names := namesIn(dict)
	for _, filter := range []string{"ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "Crypt", "AHx", "A85", "LZW", "RL", "Predictor", "F"} {
		if names[filter] {
			return nil, errFilter
		}
	}
	if !names["FlateDecode"] && !names["Fl"] {
		if names["Filter"] {
			return nil, errFilter
		}
		return data, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, room+1))
	if err == nil && int64(len(plain)) > room {
		err = errors.New("unpacks to too much")
	}
	return plain, err
}

// judge refuses names by which something acts; shorter ones than least are left out.
func judge(names map[string]bool, least int) error {
	if least == 0 && names["Encrypt"] {
		return apperr.New(apperr.Invalid, "error.blob.pdf_locked", nil)
	}
	for name := range names {
		if acting[name] && len(name) >= least {
			return apperr.New(apperr.Invalid, "error.blob.pdf_acts", nil)
		}
	}
	return nil
}

// namesIn are all names («/Name») of a part of a PDF, as a reader understands them:
// #4a is J (ISO 32000-1, 7.3.5).
func namesIn(part []byte) map[string]bool {
	names := map[string]bool{}
	for {
		at := bytes.IndexByte(part, '/')
		if at < 0 {
			return names
		}
		part = part[at+1:]
		end := bytes.IndexAny(part, "\x00\t\n\f\r ()<>[]{}/%")
		if end < 0 {
			end = len(part)
		}
		if end > 0 && end <= 60 { // a longer one is none of ours, escaped or not
			names[plainName(part[:end])] = true
		}
		part = part[end:]
	}
}

func plainName(name []byte) string {
	var out []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			if code, err := strconv.ParseUint(string(name[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(code)), i+2
				continue
			}
		}
		out = append(out, name[i])
	}
	return string(out)
}
