package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/certs"
	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo"
)

// doctorCommand looks at the machine as the program would and gives plain
// advice. It never changes anything and does not disturb a serving program.
type doctorCommand struct{}

// finding is one line of the doctor: how grave, what, and what to do.
type finding struct {
	mark string // ok, look or bad
	what string
}

// Run prints the findings; exit code 1 when store, disk or clock is unfit.
func (doctorCommand) Run(c *console) error {
	var all []finding
	for _, check := range []func(*console) []finding{clockFindings, diskFindings, storeFindings, doorFindings, tlsFindings, printerFindings} {
		all = append(all, check(c)...)
	}
	bad := 0
	for _, f := range all {
		fmt.Fprintf(c.out, "%-5s %s\n", f.mark, f.what)
		if f.mark == "bad" {
			bad++
		}
	}
	if bad > 0 {
		return fault{fmt.Errorf("%d things need attention before the program can do its work", bad)}
	}
	return nil
}

func ok(format string, a ...any) finding   { return finding{"ok", fmt.Sprintf(format, a...)} }
func look(format string, a ...any) finding { return finding{"look", fmt.Sprintf(format, a...)} }
func bad(format string, a ...any) finding  { return finding{"bad", fmt.Sprintf(format, a...)} }

func clockFindings(c *console) []finding {
	now := time.Now()
	if now.Before(oldest) {
		return []finding{bad("clock: %s cannot be right; set the machine's clock (timedatectl set-ntp true), or every visit gets a wrong time", now.Format(time.RFC3339))}
	}
	return []finding{ok("clock: %s", now.UTC().Format(time.RFC3339))}
}

func diskFindings(c *console) []finding {
	folder := c.settings.folder()
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return []finding{look("data: %s is not there yet; the first start makes it", folder)}
	}
	probe, err := os.CreateTemp(folder, ".probe-")
	if err != nil {
		return []finding{bad("data: nothing can be written into %s: %v", folder, err)}
	}
	name := probe.Name()
	defer os.Remove(name)
	begun := time.Now()
	_, err = probe.Write(make([]byte, 4096))
	err = errors.Join(err, probe.Sync(), probe.Close())
	if err != nil {
		return []finding{bad("data: writing into %s failed: %v", folder, err)}
	}
	took := time.Since(begun)
	out := []finding{ok("data: a write reaches the disk in %s", took.Round(10*time.Microsecond))}
	if took > 100*time.Millisecond {
		out[0] = look("data: a write takes %s to reach the disk; check-ins will feel slow, use an SSD", took.Round(time.Millisecond))
	}
	if free, known := freeBytes(folder); known && free < 500<<20 {
		out = append(out, bad("disk: only %d MB are free; make room, or acts are refused when it is full", free>>20))
	} else if known {
		out = append(out, ok("disk: %d MB are free", free>>20))
	}
	return out
}

func storeFindings(c *console) []finding {
	ctx, cancel := context.WithTimeout(c.ctx, 5*time.Second)
	defer cancel()
	made, err := c.settings.made(ctx)
	if err != nil {
		return []finding{bad("store: %v", err)}
	}
	if !made {
		return []finding{look("store: there is no database in %s yet; the first start makes it and prints a set-up link", c.settings.place())}
	}
	keys, err := c.settings.openKeys(ctx)
	if err != nil {
		return []finding{bad("keys: %v", err)}
	}
	out := []finding{ok("keys: %s, kept in %s; a backup holds them too", keys, c.settings.keyFile())}
	s, err := c.settings.openDatabase(ctx, store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		return append(out, bad("store: %v", err))
	}
	defer s.Close()
	out = append(out, ok("store: the database in %s answers", c.settings.place()))
	if m, is := s.(*mongo.Store); is && m.Alone() {
		out = append(out, look("store: it is %s: nothing takes over when it fails, and a replica set of three does", m.Server()))
	} else if is {
		out = append(out, ok("store: it is %s", m.Server()))
	}
	if o, err := book.New(book.Config{Store: s, Keys: keys, Now: time.Now}).Home(ctx); err == nil {
		out = append(out, holidayFinding(o, time.Now()))
	}
	return out
}

// holidayFinding says when nobody has entered the holidays of a year that begins soon:
// until then its deadlines and opening hours are counted as if there were none.
func holidayFinding(o office.Office, now time.Time) finding {
	if year := o.HolidaysMissing(now); year > 0 {
		return look("holidays: none are entered for %d; add them on the staff door under Pengaturan, Jam layanan dan libur", year)
	}
	return ok("holidays: entered as far as they are known")
}

// doorFindings asks the doors whether they are open; that they are not is no fault.
func doorFindings(c *console) []finding {
	scheme := "http"
	if c.settings.TLS != "off" && c.settings.TLS != "" {
		scheme = "https"
	}
	client := (&Program{console: c}).client()
	var out []finding
	for _, door := range [][2]string{{"guest", c.settings.GuestListen}, {"staff", c.settings.StaffListen}} {
		name, listen := door[0], door[1]
		host, port, err := net.SplitHostPort(listen)
		if err != nil {
			out = append(out, bad("%s door: %q is no address", name, listen))
			continue
		}
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			host = "127.0.0.1"
		}
		url := scheme + "://" + net.JoinHostPort(host, port)
		r, err := client.Get(url + "/readyz")
		switch {
		case err != nil:
			out = append(out, look("%s door: %s does not answer; the program is not serving there", name, url))
		case r.StatusCode != http.StatusOK:
			out = append(out, bad("%s door: %s is not ready (%d)", name, url, r.StatusCode))
		default:
			out = append(out, ok("%s door: %s is ready", name, url))
		}
		if err == nil {
			r.Body.Close()
		}
	}
	return out
}

func tlsFindings(c *console) []finding {
	s := c.settings
	root := filepath.Join(s.Data, "tls", "root.pem")
	switch {
	case s.TLS == "off" || s.TLS == "":
		return []finding{look("tls: off; from other machines the camera works only over TLS: use --tls self, or CERT,KEY, or a proxy with --trusted-proxy")}
	case s.TLS != "self":
		if _, _, err := s.tlsConfig(time.Now); err != nil {
			return []finding{bad("%v", err)}
		}
		return []finding{ok("tls: %s can be used", s.TLS)}
	}
	if _, err := os.Stat(root); err != nil {
		return []finding{look("tls: the own certificate authority is made at the first start with --tls self")}
	}
	own, err := certs.Self(filepath.Dir(root), s.hosts(), time.Now)
	if err != nil {
		return []finding{bad("tls: %v", err)}
	}
	server, until := own.Until()
	return []finding{
		ok("tls: own authority until %s, server certificate until %s", until.Format(time.DateOnly), server.Format(time.DateOnly)),
		ok("tls: fingerprint of the root, to compare on each device: %s", own.Fingerprint()),
	}
}
