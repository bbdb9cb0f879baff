//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
)

// benchConn is one kept-alive connection of a client that costs as little as it can: it
// sends ready bytes and reads the answer by its length. The same client asks both sides of
// a pair.
type benchConn struct {
	host string
	c    net.Conn
	r    *bufio.Reader
	body bytes.Buffer
}

// benchAnswer is what was answered; Body is valid until the next request and empty unless
// it was asked for.
type benchAnswer struct {
	Status   int
	Location string
	Body     []byte
}

func benchDial(t testing.TB, door string) *benchConn {
	t.Helper()
	c, err := net.Dial("tcp", address(door))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &benchConn{host: address(door), c: c, r: bufio.NewReaderSize(c, 64<<10)}
}

// benchDials opens a connection for each of c workers.
func benchDials(t testing.TB, door string, c int) (out []*benchConn) {
	t.Helper()
	for range c {
		out = append(out, benchDial(t, door))
	}
	return out
}

// get makes the bytes of a request for a page.
func benchGet(host, path, cookie string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\n\r\n")
}

func benchPost(host, path, cookie, form string) []byte {
	return []byte("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\nCookie: " + cookie +
		"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + strconv.Itoa(len(form)) + "\r\n\r\n" + form)
}

// ask sends a request and wants the status; keep keeps the body.
func (c *benchConn) ask(request []byte, status int, keep bool) (benchAnswer, error) {
	a, err := c.send(request, keep)
	if err == nil && a.Status != status {
		line, _, _ := bytes.Cut(request, []byte("\r\n"))
		err = fmt.Errorf("%s: %d, want %d", line, a.Status, status)
	}
	return a, err
}

func (c *benchConn) send(request []byte, keep bool) (a benchAnswer, err error) {
	if _, err := c.c.Write(request); err != nil {
		return a, err
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		switch {
		case first:
			if a.Status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return a, err
			}
		case len(line) <= 2:
			if length < 0 {
				return a, fmt.Errorf("an answer without a length")
			}
			if keep {
				c.body.Reset()
				_, err = io.CopyN(&c.body, c.r, int64(length))
				a.Body = c.body.Bytes()
			} else {
				_, err = c.r.Discard(length)
			}
			return a, err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			if length, err = strconv.Atoi(strings.TrimSpace(string(line[16:]))); err != nil {
				return a, err
			}
		case bytes.HasPrefix(line, []byte("Location: ")):
			a.Location = strings.TrimSpace(string(line[10:]))
		}
	}
}
