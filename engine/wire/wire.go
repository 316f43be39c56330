// Package wire is the form in which requests and responses cross the border to JavaScript: a
// four-byte little-endian length, that many bytes of JSON, then file contents as they are. Contents
// stay out of the JSON so that megabytes are copied once and never escaped.
package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
)

const lengthSize = 4

// ErrTruncated is returned for a frame shorter than it says.
var ErrTruncated = errors.New("truncated frame")

// Decode reads the JSON of a frame into header and returns the bytes after it.
func Decode(frame []byte, header any) ([]byte, error) {
	if len(frame) < lengthSize {
		return nil, ErrTruncated
	}
	size := int(binary.LittleEndian.Uint32(frame))
	if size < 0 || len(frame)-lengthSize < size {
		return nil, ErrTruncated
	}
	body := frame[lengthSize:]
	return body[size:], json.Unmarshal(body[:size], header)
}

// Encode is the opposite of Decode.
func Encode(header any, content []byte) ([]byte, error) {
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	frame := make([]byte, lengthSize, lengthSize+len(text)+len(content))
	binary.LittleEndian.PutUint32(frame, uint32(len(text)))
	return append(append(frame, text...), content...), nil
}
