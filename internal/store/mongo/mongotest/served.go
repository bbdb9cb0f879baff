package mongotest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/event"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// Judge makes the front say of each command from now on which of the indexes serves it; the name is
// empty for a command that asks for no documents.
func (f *Front) Judge(indexes map[string][]string, say func(index string, err error)) {
	f.See(func(c bsoncore.Document) { say(Served(c, indexes)) })
}

// Watch makes every command of an open store that asks for documents and is served by none of the
// indexes an error of the test, whatever the test is about.
func Watch(t testing.TB, indexes map[string][]string) *event.CommandMonitor {
	return &event.CommandMonitor{Started: func(_ context.Context, e *event.CommandStartedEvent) {
		if _, err := Served(bsoncore.Document(e.Command), indexes); err != nil {
			t.Error(err)
		}
	}}
}

// Served says which of the declared indexes serves a command: every field of the index up to the
// order's first is asked for by equality, then the order follows as a whole, one way. A command
// that reads or changes documents and is served by none is an error. The name is empty for a
// command that asks for no documents, such as an insert.
func Served(c bsoncore.Document, indexes map[string][]string) (string, error) {
	first := c.Index(0)
	if collection, ok := first.Value().StringValueOK(); !ok || collection != "documents" && collection != "meta" {
		return "", nil
	}
	switch first.Key() {
	case "find":
		return serves(c.Lookup("filter"), c.Lookup("sort"), indexes)
	case "aggregate":
		stages, err := c.Lookup("pipeline").Array().Values()
		if err != nil || len(stages) < 2 {
			return "", fmt.Errorf("a pipeline that does not begin with match and sort: %s", c)
		}
		return serves(stages[0].Document().Lookup("$match"), stages[1].Document().Lookup("$sort"), indexes)
	case "update", "delete":
		list, err := c.Lookup(first.Key() + "s").Array().Values()
		if err != nil || len(list) == 0 {
			return "", fmt.Errorf("nothing to %s: %s", first.Key(), c)
		}
		var by string
		for _, one := range list {
			if by, err = serves(one.Document().Lookup("q"), bsoncore.Value{}, indexes); err != nil {
				return "", err
			}
		}
		return by, nil
	case "insert", "createIndexes", "listIndexes", "drop":
		return "", nil
	}
	return "", fmt.Errorf("a command that was never declared: %s", first.Key())
}

func serves(filter, sort bsoncore.Value, indexes map[string][]string) (string, error) {
	d, ok := filter.DocumentOK()
	if !ok {
		return "", fmt.Errorf("a query without a filter")
	}
	equal, between, err := asked(d)
	if err != nil {
		return "", err
	}
	order, err := one(sort)
	if err != nil {
		return "", err
	}
	if slices.Contains(equal, "_id") && len(order) == 0 || slices.Equal(order, []string{"_id"}) && len(equal) == 0 {
		return "_id", nil
	}
	if !slices.Contains(equal, "office") {
		return "", fmt.Errorf("a query without the office: %s", d)
	}
	for name, keys := range indexes {
		n := 0
		for n < len(keys) && slices.Contains(equal, keys[n]) {
			n++
		}
		rest := keys[n:]
		inside := func(field string) bool { return slices.Contains(keys, field) }
		switch {
		case n == 0 || len(order) > len(rest) || !slices.Equal(rest[:len(order)], order):
		case len(order) == 0 && len(rest) > 0: // a look-up of one must use the whole key
		case len(between) > 0 && (len(rest) == 0 || !slices.Equal(between, rest[:1])):
		case slices.ContainsFunc(equal, func(f string) bool { return !inside(f) }):
		default:
			return name, nil
		}
	}
	return "", fmt.Errorf("no index serves %s in the order %v", d, order)
}

// asked are the fields asked for by equality, and those by a range.
func asked(d bsoncore.Document) (equal, between []string, err error) {
	elements, err := d.Elements()
	for _, e := range elements {
		sub, isDoc := e.Value().DocumentOK()
		switch {
		case e.Key() == "$or": // the rest of a cursor's time, on fields of the order
		case strings.HasPrefix(e.Key(), "$"):
			return nil, nil, fmt.Errorf("an operator that was never declared: %s", e.Key())
		case isDoc && strings.HasPrefix(sub.Index(0).Key(), "$"):
			between = append(between, e.Key())
		default:
			equal = append(equal, e.Key())
		}
	}
	return equal, between, err
}

// one is the order's fields, all in one direction.
func one(sort bsoncore.Value) (fields []string, err error) {
	if sort.Type != bson.TypeEmbeddedDocument {
		return nil, nil
	}
	elements, err := sort.Document().Elements()
	sign := int64(0)
	for _, e := range elements {
		n, _ := e.Value().AsInt64OK()
		if sign == 0 {
			sign = n
		}
		if n != sign {
			return nil, fmt.Errorf("an order both ways: %s", sort)
		}
		fields = append(fields, e.Key())
	}
	return fields, err
}
