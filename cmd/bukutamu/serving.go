package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bukutamu/internal/guard"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// A program that serves a database on MongoDB has a document there that says so, good for
// servingTime and renewed before; that of a program which was killed runs out. A folder has a lock
// instead, which the system lets go.
const (
	servingKind = "serving"
	servingTime = 90 * time.Second
)

// presence is one program's document.
type presence struct {
	store store.Store
	id    string
}

// announce begins to say that this program serves, until ctx ends.
func (p *Program) announce(ctx context.Context) error {
	p.here = &presence{p.store, secret.Random(16)}
	if err := p.here.renew(ctx); err != nil {
		return err
	}
	guard.Go(p.console.log, "presence", func() {
		tick := time.NewTicker(servingTime / 3)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := p.here.renew(ctx); err != nil && ctx.Err() == nil {
				p.console.log.Warn("the database does not hear that this program serves", "error", err)
			}
		}
	})
	return nil
}

func (h *presence) renew(ctx context.Context) error {
	d, err := h.store.Get(ctx, store.Everywhere, servingKind, h.id)
	if errors.Is(err, store.ErrNotFound) {
		var body []byte
		if body, err = json.Marshal(map[string]string{"host": hostname()}); err != nil {
			return err
		}
		d = store.Doc{Office: store.Everywhere, Kind: servingKind, ID: h.id, Body: body}
	}
	if err == nil {
		d.At = time.Now().Add(servingTime)
		_, err = h.store.Put(ctx, d)
	}
	return err
}

// leave takes the document away; where that fails it runs out by itself.
func (h *presence) leave() {
	if h == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if d, err := h.store.Get(ctx, store.Everywhere, servingKind, h.id); err == nil {
		_ = h.store.Remove(ctx, store.Everywhere, servingKind, h.id, d.Version)
	}
}

// unserved refuses a database that a program serves now.
func unserved(ctx context.Context, d store.Store, place string) error {
	docs, _, err := d.Scan(ctx, store.Everywhere, store.Query{Kind: servingKind, From: time.Now(), Limit: 1, Body: true})
	if err != nil || len(docs) == 0 {
		return err
	}
	var who struct{ Host string }
	if err := json.Unmarshal(docs[0].Body, &who); err != nil {
		return err
	}
	return fmt.Errorf("a program on %s serves the database %s: stop it first (one that was killed is forgotten after %d seconds)", who.Host, place, int(servingTime.Seconds()))
}

// finished refuses a database that is the unfinished copy of another.
func finished(ctx context.Context, d store.Store, place string) error {
	doc, err := d.Get(ctx, store.Everywhere, markKind, markID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	var m mark
	if err == nil {
		err = json.Unmarshal(doc.Body, &m)
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("the database %s is an unfinished copy of %s: repeat the copy, it goes on where it was", place, m.From)
}
