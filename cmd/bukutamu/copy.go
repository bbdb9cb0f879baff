package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"bukutamu/internal/store"
)

type copyCommand struct {
	From string `required:"" help:"Where the documents are, sqlite:FOLDER or mongodb://HOST/DB." placeholder:"URI"`
	To   string `required:"" help:"Where they shall be; empty, or an unfinished copy of the same." placeholder:"URI"`
}

// The mark of an unfinished copy stands in the target until everything was compared.
const (
	markKind = "copy"
	markID   = "unfinished"
)

// mark says where an unfinished copy came from.
type mark struct {
	From string `json:"from"` // the address without a password
}

// Run copies everything, while nothing serves, and compares it at the end.
func (x copyCommand) Run(c *console) error {
	from, to := *c.settings, *c.settings
	from.Store, to.Store = x.From, x.To
	if err := errors.Join(from.fill(), to.fill()); err != nil {
		return err
	}
	if from.place() == to.place() {
		return errors.New("copy: both addresses are the same")
	}
	made, err := from.made(c.ctx)
	if err != nil {
		return err
	}
	if !made {
		return fmt.Errorf("copy: there is no database in %s", from.place())
	}
	for _, s := range []*Settings{&from, &to} { // on SQLite nothing serves while this holds the folder
		lock, err := s.lock()
		if err != nil {
			return err
		}
		defer lock.Close()
	}
	keys, err := from.openKeys(c.ctx)
	if err != nil {
		return err
	}
	o := store.Options{Fingerprint: keys.Fingerprint()}
	source, err := from.openDatabase(c.ctx, o)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := to.openDatabase(c.ctx, o)
	if err != nil {
		return err
	}
	defer target.Close()
	if err := errors.Join(unserved(c.ctx, source, from.place()), unserved(c.ctx, target, to.place())); err != nil {
		return err
	}
	n, err := transfer(c, source, target, from.place())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "copied: %d documents from %s to %s, compared; the keys stay in %s\n", n, from.place(), to.place(), c.settings.keyFile())
	return nil
}

// transfer carries all documents over, compares them and takes the mark away.
func transfer(c *console, source, target database, from string) (int, error) {
	there, err := begun(c.ctx, target, from)
	if err != nil {
		return 0, err
	}
	all := 0
	if err := source.Each(c.ctx, func(store.Doc) error { all++; return nil }); err != nil {
		return 0, err
	}
	p := progress{console: c, all: all, begun: time.Now()}
	if err := carry(c.ctx, source, target, there, p.at); err != nil {
		return 0, err
	}
	if err := compare(c.ctx, source, target); err != nil {
		return 0, fault{err}
	}
	m, err := target.Get(c.ctx, store.Everywhere, markKind, markID)
	if err == nil {
		err = target.Remove(c.ctx, store.Everywhere, markKind, markID, m.Version)
	}
	return all, err
}

// begun puts the mark into an empty target, or finds the one of an earlier copy of the same source
// and lists what it has.
func begun(ctx context.Context, target database, from string) (map[string]int64, error) {
	there := map[string]int64{}
	var found *mark
	err := target.Each(ctx, func(d store.Doc) error {
		if d.Kind == markKind && d.Office == store.Everywhere {
			found = new(mark)
			return json.Unmarshal(d.Body, found)
		}
		if !passing(d) {
			there[name(d)] = d.Version
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case found != nil && found.From == from:
		return there, nil
	case found != nil:
		return nil, fmt.Errorf("copy: the target holds an unfinished copy of %s", found.From)
	case len(there) > 0:
		return nil, fmt.Errorf("copy: the target is not empty (%d documents): a copy never overwrites", len(there))
	}
	body, err := json.Marshal(mark{from})
	if err == nil {
		_, err = target.Put(ctx, store.Doc{Office: store.Everywhere, Kind: markKind, ID: markID, Body: body})
	}
	return there, err
}

// passing is what says something of this database alone: a mark, or a program that serves it.
func passing(d store.Doc) bool {
	return d.Office == store.Everywhere && (d.Kind == markKind || d.Kind == servingKind)
}

func name(d store.Doc) string { return d.Office + "\n" + d.Kind + "\n" + d.ID }

// batch is how many documents, and batchBytes how much of them, are carried at a time.
const (
	batch      = 200
	batchBytes = 4 << 20
)

// carry loads what the target does not have yet; tell hears how many have passed.
func carry(ctx context.Context, source store.Walker, target store.Loader, there map[string]int64, tell func(int)) error {
	var waiting []store.Doc
	size, passed := 0, 0
	flush := func() error {
		err := target.Load(ctx, waiting)
		waiting, size = waiting[:0], 0
		tell(passed)
		return err
	}
	err := source.Each(ctx, func(d store.Doc) error {
		passed++
		if passing(d) || there[name(d)] == d.Version {
			return nil
		}
		waiting = append(waiting, d)
		if size += len(d.Body); len(waiting) < batch && size < batchBytes {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// compare reads every document on both sides: the same number, and each of equal value.
func compare(ctx context.Context, source, target database) error {
	n, m := 0, 0
	err := source.Each(ctx, func(d store.Doc) error {
		if passing(d) {
			return nil
		}
		n++
		got, err := target.Get(ctx, d.Office, d.Kind, d.ID)
		if err != nil {
			return fmt.Errorf("%s %s is not in the target: %w", d.Kind, d.ID, err)
		}
		if !equal(d, got) {
			return fmt.Errorf("%s %s is another one in the target", d.Kind, d.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = target.Each(ctx, func(d store.Doc) error {
		if !passing(d) {
			m++
		}
		return nil
	})
	if err == nil && n != m {
		err = fmt.Errorf("%d documents here, %d in the target", n, m)
	}
	return err
}

// equal compares documents as values: engines may write JSON otherwise.
func equal(a, b store.Doc) bool {
	for _, p := range [][2][]byte{{a.Brief, b.Brief}, {a.Body, b.Body}} {
		if !bytes.Equal(p[0], p[1]) && !equalJSON(p[0], p[1]) {
			return false
		}
	}
	a.Brief, a.Body, b.Brief, b.Body = nil, nil, nil, nil
	return reflect.DeepEqual(a, b)
}

func equalJSON(a, b []byte) bool {
	var x, y any
	return decode(a, &x) == nil && decode(b, &y) == nil && reflect.DeepEqual(x, y)
}

// decode keeps numbers as they are written.
func decode(b []byte, into *any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(into)
}

// progress tells how far a copy is, at most once in two seconds.
type progress struct {
	console *console
	all     int
	begun   time.Time
	told    time.Time
}

func (p *progress) at(n int) {
	now := time.Now()
	if now.Sub(p.told) < 2*time.Second && n < p.all || n == 0 {
		return
	}
	p.told = now
	rate := float64(n) / max(now.Sub(p.begun).Seconds(), 0.001)
	left := time.Duration(float64(p.all-n) / max(rate, 0.001) * float64(time.Second))
	fmt.Fprintf(p.console.err, "%d of %d documents, %.0f a second, %s left\n", n, p.all, rate, left.Round(time.Second))
}
