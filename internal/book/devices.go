package book

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// Enrolment is a browser that asks to become a device of the office: it shows
// the code, and somebody of the staff confirms the code on their own screen.
type Enrolment struct {
	Code  string    `json:"code"`
	Token string    `json:"token"` // keyed hash of the browser's own token
	At    time.Time `json:"at"`
}

// enrolTime is how long a shown code can be confirmed.
const enrolTime = 15 * time.Minute

// maxPlace is how many characters the name and the place of a device may have.
const maxPlace = 60

func keepEnrol(e Enrolment) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: e.Code, Claim: "token:" + e.Token, At: e.At}
}

func keepDevice(d account.Device) store.Kept[account.Device] {
	brief := d
	brief.Token = ""
	tags := []string{"kind:" + d.Kind}
	claim := "id:" + d.ID
	if d.Revoked.IsZero() {
		claim = "token:" + d.Token
	}
	return store.Kept[account.Device]{ID: d.ID, Claim: claim, Tags: tags, At: d.Created, Brief: brief}
}

// Refusals about devices.
var (
	ErrEnrolCode  = refusal.New(refusal.Invalid, "book.enrol-code")
	ErrDeviceName = refusal.New(refusal.Invalid, "book.device-name")
)

// AskEnrol begins an enrolment for the browser that holds token and gives the
// code to show. Asking again gives the same code while it lasts.
func (b *Book) AskEnrol(ctx context.Context, officeID, token string) (string, error) {
	key := b.deviceKey(token)
	e, err := b.enrols.Claimed(ctx, officeID, "token:"+key)
	if err == nil && b.Now().Sub(e.At) < enrolTime {
		return e.Code, nil
	}
	if err == nil {
		err = b.enrols.Remove(ctx, officeID, e.Code)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	e = Enrolment{Code: secret.Code(), Token: key, At: b.Now()}
	_, made, err := b.enrols.Add(ctx, officeID, e)
	if err == nil && !made || errors.Is(err, store.ErrTaken) {
		// The code is on another screen right now, or the browser asked twice at once.
		return b.AskEnrol(ctx, officeID, token)
	}
	return e.Code, err
}

// Enrol confirms the code that a browser shows: that browser is now a device.
func (b *Book) Enrol(ctx context.Context, s account.Stamp, code, kind, name, place string) (account.Device, error) {
	if err := may(s, account.EditDevices); err != nil {
		return account.Device{}, err
	}
	s = b.stamped(s)
	name, place = strings.TrimSpace(name), strings.TrimSpace(place)
	var no refusal.List
	e, err := b.enrols.Get(ctx, s.Office, secret.Clean(code))
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && s.At.Sub(e.At) > enrolTime:
		no = append(no, ErrEnrolCode.At("code"))
	case err != nil:
		return account.Device{}, err
	}
	if kind != "kiosk" && kind != "desk" || !named(name, place) {
		no = append(no, ErrDeviceName.At("name"))
	}
	if err := no.Err(); err != nil {
		return account.Device{}, err
	}
	d := account.Device{ID: secret.ID(), Kind: kind, Name: name, Place: place, Token: e.Token, Created: s.At, By: s.By, Seen: s.At}
	err = b.Acting(ctx, s, "device-enrol", d.ID, "", func() error {
		if _, _, err := b.devices.Add(ctx, s.Office, d); errors.Is(err, store.ErrTaken) {
			return ErrEnrolCode.At("code") // somebody else confirmed it first
		} else if err != nil {
			return err
		}
		return b.enrols.Remove(ctx, s.Office, e.Code)
	})
	return d, err
}

// named reports whether a device can have this name and place.
func named(name, place string) bool {
	n := utf8.RuneCountInString(name)
	return n >= 1 && n <= maxPlace && utf8.RuneCountInString(place) <= maxPlace
}

// ChangeDevice gives a device another name, place and printers of its own. Who is
// signed in there under the old name has no shift there until the next sign-in. told
// says in the audit log what became what.
func (b *Book) ChangeDevice(ctx context.Context, s account.Stamp, id, name, place string, printers office.Printers, told string) error {
	if err := may(s, account.EditDevices); err != nil {
		return err
	}
	s = b.stamped(s)
	name, place, printers = strings.TrimSpace(name), strings.TrimSpace(place), printers.Clean()
	no := refusal.Of(printers.Check())
	if !named(name, place) {
		no = append(no, ErrDeviceName.At("name"))
	}
	if err := no.Err(); err != nil {
		return err
	}
	return b.Acting(ctx, s, "device-change", id, told, func() error {
		_, err := b.devices.Update(ctx, s.Office, id, func(d account.Device) (account.Device, error) {
			if !d.Revoked.IsZero() {
				return d, ErrNotFound
			}
			d.Name, d.Place, d.Printers = name, place, printers
			return d, nil
		})
		return missing(err, ErrNotFound)
	})
}

// Device finds the enrolled device whose browser holds token; ErrNotFound when
// there is none or it was revoked. It notes that it was seen, once a minute.
func (b *Book) Device(ctx context.Context, token string) (account.Device, error) {
	o, err := b.Home(ctx)
	if err != nil {
		return account.Device{}, err
	}
	officeID := o.ID
	d, err := b.devices.Claimed(ctx, officeID, "token:"+b.deviceKey(token))
	if err != nil {
		return d, missing(err, ErrNotFound)
	}
	if now := b.Now(); now.Sub(d.Seen) >= time.Minute {
		return b.devices.Update(ctx, officeID, d.ID, func(d account.Device) (account.Device, error) {
			d.Seen = now
			return d, nil
		})
	}
	return d, nil
}

// Devices lists all devices, revoked ones too, in the order of enrolment.
func (b *Book) Devices(ctx context.Context, officeID string) ([]account.Device, error) {
	p, err := b.devices.Scan(ctx, officeID, store.Query{Limit: store.MaxLimit})
	var out []account.Device
	for _, r := range p.Rows {
		out = append(out, r.Brief)
	}
	return out, err
}

// Revoke takes a device's rights away at once.
func (b *Book) Revoke(ctx context.Context, s account.Stamp, id string) error {
	if err := may(s, account.EditDevices); err != nil {
		return err
	}
	s = b.stamped(s)
	return b.Acting(ctx, s, "device-revoke", id, "", func() error {
		_, err := b.devices.Update(ctx, s.Office, id, func(d account.Device) (account.Device, error) {
			if d.Revoked.IsZero() {
				d.Revoked = s.At
			}
			return d, nil
		})
		return missing(err, ErrNotFound)
	})
}

func (b *Book) deviceKey(token string) string { return b.keyed("device", token) }
