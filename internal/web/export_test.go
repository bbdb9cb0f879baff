package web

import (
	"net/url"
	"time"
)

// Decode reads an encoded form in the zone of Kapuas, without a request.
func Decode[T any](sent string) (T, error) {
	from, err := url.ParseQuery(sent)
	if err != nil {
		from = url.Values{}
	}
	return fill[T](from, time.FixedZone("WIB", 7*3600))
}
