package office

import (
	"slices"
	"time"
)

// Old is an earlier version of a text, as guests read it.
type Old struct {
	ID      string    `json:"id"`
	EN      string    `json:"en"`
	Version int       `json:"version"`
	Changed time.Time `json:"changed,omitzero"` // when it came into force
}

// Edit gives the text with new words. A change is a new version, and the one before
// is kept: visits name the version that their guest was shown.
func (t Text) Edit(id, en string, at time.Time) Text {
	if t.ID == id && t.EN == en {
		return t
	}
	t.Older = append(slices.Clone(t.Older), Old{t.ID, t.EN, t.Version, t.Changed})
	t.ID, t.EN, t.Version, t.Changed = id, en, t.Version+1, at
	return t
}

// At is the text as it was in a version.
func (t Text) At(version int) (Text, bool) {
	if version == t.Version {
		return t, true
	}
	i := slices.IndexFunc(t.Older, func(o Old) bool { return o.Version == version })
	if i < 0 {
		return Text{}, false
	}
	o := t.Older[i]
	return Text{ID: o.ID, EN: o.EN, Version: o.Version, Changed: o.Changed}, true
}
