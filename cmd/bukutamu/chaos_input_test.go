//go:build linux

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// chaosSend writes raw bytes to a door and gives what comes back until it closes.
func chaosSend(t testing.TB, door, request string, body io.Reader) (*http.Response, error) {
	t.Helper()
	c, err := net.Dial("tcp", address(door))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, strings.ReplaceAll(request, "\n", "\r\n")+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if body != nil {
		go func() { _, _ = io.Copy(c, body) }() // until the door has enough
	}
	return http.ReadResponse(bufio.NewReader(c), nil)
}

// chaosBomb is zeros, compressed twice: some kilobytes that would become size bytes.
func chaosBomb(t testing.TB, size int) []byte {
	t.Helper()
	data := bytes.Repeat([]byte{0}, 1<<20)
	for pass := range 2 {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		for n := 0; n < size; n += len(data) {
			if _, err := w.Write(data); err != nil {
				t.Fatal(err)
			}
			if pass == 1 {
				break
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		data = out.Bytes()
	}
	return data
}

// chaosZeros never ends.
type chaosZeros struct{}

func (chaosZeros) Read(b []byte) (int, error) { return len(b), nil }

// What nobody's browser sends is refused before it costs anything: both doors, in a
// process of its own whose memory is watched.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	p := crashServe(t, folder, "")
	for _, door := range []string{p.Guest, p.Staff} { // what an ordinary page costs is counted before
		if status, _, err := crashBrowser().at(door).signedIn(officer).get("/"); err != nil || status != 200 {
			t.Fatalf("%s: %d %v", door, status, err)
		}
	}
	before := p.memory("VmHWM")
	bomb := chaosBomb(t, 256<<20)
	if len(bomb) > 64<<10 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for _, door := range []string{p.Guest, p.Staff} {
		post := "POST /masuk HTTP/1.1\nHost: " + address(door) + "\nCookie: staff=" + officer.cookie + "; guest=" + strings.Repeat("0", 52) + "\nContent-Type: application/x-www-form-urlencoded\n"
		for _, c := range []struct {
			name, header string
			body         io.Reader
			want         []int
		}{
			{"double gzip", fmt.Sprintf("Content-Encoding: gzip, gzip\nContent-Length: %d", len(bomb)), bytes.NewReader(bomb), []int{415}},
			{"gzip in capitals", fmt.Sprintf("content-encoding: GZIP\nContent-Length: %d", len(bomb)), bytes.NewReader(bomb), []int{415}},
			{"brotli", "Content-Encoding: br\nContent-Length: 5", strings.NewReader("aaaaa"), []int{415}},
			{"deflate, then identity", "Content-Encoding: deflate, identity\nContent-Length: 5", strings.NewReader("aaaaa"), []int{415}},
			{"a gigabyte announced", "Content-Length: 1073741824", strings.NewReader("x"), []int{413}},
			{"a gigabyte sent", "Content-Length: 1073741824", io.LimitReader(chaosZeros{}, 8<<20), []int{413}},
			{"no length, no end", "Transfer-Encoding: chunked", io.MultiReader(strings.NewReader("7fffffff\r\n"), io.LimitReader(chaosZeros{}, 8<<20)), []int{411, 413, 400}},
			{"a negative length", "Content-Length: -1", nil, []int{400}},
			{"two lengths", "Content-Length: 1\nContent-Length: 7", strings.NewReader("a=1&b=2"), []int{400}},
			{"length and chunks", "Content-Length: 3\nTransfer-Encoding: chunked", strings.NewReader("0\r\n\r\n"), []int{400, 411}},
			{"a header of 64 kB", "X-Long: " + strings.Repeat("x", 64<<10) + "\nContent-Length: 0", nil, []int{431}},
			{"JSON", "Content-Type: application/json\nContent-Length: 2", strings.NewReader("{}"), []int{415}},
			{"two thousand fields", "Content-Length: 8000", strings.NewReader(strings.Repeat("a=1&", 2000)), []int{413}},
		} {
			request := post
			if strings.HasPrefix(c.header, "Content-Type") {
				request = strings.Replace(post, "Content-Type: application/x-www-form-urlencoded\n", "", 1)
			}
			r, err := chaosSend(t, door, request+c.header, c.body)
			if err != nil {
				t.Errorf("%s: no answer: %v", c.name, err)
				continue
			}
			ok := false
			for _, want := range c.want {
				ok = ok || r.StatusCode == want
			}
			if !ok {
				t.Errorf("%s at %s: %d, want %d", c.name, door, r.StatusCode, c.want)
			}
		}
	}
	grown := p.memory("VmHWM") - before
	if t.Logf("the highest use of memory grew by %d kB", grown); grown > 32<<10 {
		t.Errorf("the program grew by %d kB", grown)
	}
	if status, _, err := crashBrowser().at(p.Guest).get("/kios"); err != nil || status != 200 {
		t.Errorf("afterwards: %d %v", status, err)
	}
	p.Stop()
}

// Whoever sends one byte now and then is shown out after ten seconds, while the doors
// answer everybody else.
func TestSlowSenders(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the time limit: left out by -short")
	}
	t.Parallel()
	folder := t.TempDir()
	crashFolder(t, folder)
	p := crashServe(t, folder, "")
	var all sync.WaitGroup
	for n := range 60 {
		door := []string{p.Guest, p.Staff}[n%2]
		all.Go(func() {
			c, err := net.Dial("tcp", address(door))
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			begun := time.Now()
			if err := c.SetReadDeadline(begun.Add(20 * time.Second)); err != nil {
				t.Error(err)
				return
			}
			start := "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
			if n%3 == 0 {
				start = "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
			}
			if _, err := io.WriteString(c, start); err != nil {
				t.Error(err)
				return
			}
			stop := make(chan struct{})
			defer close(stop)
			go func() {
				tick := time.NewTicker(300 * time.Millisecond)
				defer tick.Stop()
				for {
					select {
					case <-stop:
						return
					case <-tick.C:
						if _, err := c.Write([]byte("x")); err != nil {
							return
						}
					}
				}
			}()
			answer, err := io.ReadAll(c)
			if took := time.Since(begun); took > 13*time.Second || took < 5*time.Second {
				t.Errorf("shown out after %s, %v", took, err)
			}
			if len(answer) > 0 && !bytes.HasPrefix(answer, []byte("HTTP/1.1 4")) {
				t.Errorf("answered %.60q", answer)
			}
		})
	}
	waiting := make(chan struct{})
	go func() { all.Wait(); close(waiting) }()
	guest, asked, slowest := crashBrowser().at(p.Guest), 0, time.Duration(0)
	for over := false; !over; {
		begun := time.Now()
		if status, _, err := guest.get("/kios"); err != nil || status != 200 {
			t.Errorf("meanwhile: %d %v", status, err)
		}
		asked, slowest = asked+1, max(slowest, time.Since(begun))
		select {
		case <-waiting:
			over = true
		case <-time.After(50 * time.Millisecond):
		}
	}
	if asked < 50 || slowest > 5*time.Second {
		t.Errorf("meanwhile %d pages, the slowest after %s", asked, slowest)
	}
	p.Stop()
}
