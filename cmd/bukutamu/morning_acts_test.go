package main

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"bukutamu/internal/visit"
)

// formTo is the hidden fields of the page's form that leads to this path.
func formTo(page, path string) (url.Values, error) {
	_, rest, ok := strings.Cut(page, `action="`+path+`"`)
	if !ok {
		return nil, fmt.Errorf("no form to %s", path)
	}
	part, _, _ := strings.Cut(rest, "</form>")
	return form(part), nil
}

// register takes a ticket for the guest and the party.
func (c *comer) register(kiosk *visitor) error {
	page, err := kiosk.get("/")
	if err != nil {
		return err
	}
	f := form(page)
	for name, value := range map[string]string{"purpose": "koordinasi", "unit": "pidum", "name": c.all[0].Name, "salut": "nama", "tel": c.all[0].Phone, "weapon": "no", "rules": "1"} {
		f.Set(name, value)
	}
	var names []string
	for _, g := range c.all[1:] {
		names = append(names, g.Name)
	}
	f.Set("companions", strings.Join(names, "\n"))
	if page, err = kiosk.post("/", f); err != nil {
		return err
	}
	code := shortCode.FindStringSubmatch(page)
	if code == nil {
		return errors.New("no code on the ticket")
	}
	c.code <- code[1]
	return nil
}

var (
	arrivalOf    = regexp.MustCompile(`action="(/kunjungan/([0-9A-Z]{26}))/arrive"`)
	earlierOf    = regexp.MustCompile(`name="earlier" value="([0-9A-Z.]+)"`)
	proposedOf   = regexp.MustCompile(`name="badge" value="([0-9]+)"[^>]* checked`)
	firstEscort  = regexp.MustCompile(`<option value="([a-z-]+)"`)
	sawInParty   = regexp.MustCompile(`name="saw" value="([^"]+)"`)
	thingInParty = regexp.MustCompile(`name="back" value="([^"]+)"`)
)

// receive is what the officer does from the scan to the escort.
func (m *morning) receive(desk *visitor, c *comer) error {
	code, ok := <-c.code
	if !ok {
		return errors.New("no ticket")
	}
	page := ""
	err := m.timed("scan", func() (err error) {
		if page, err = desk.get("/"); err != nil {
			return err
		}
		f := form(page)
		f.Set("q", code)
		page, err = desk.post("/pindai", f)
		return err
	})
	at := arrivalOf.FindStringSubmatch(page)
	if err != nil || at == nil {
		return m.timed("scan", func() error { return fmt.Errorf("the ticket leads elsewhere: %w", err) })
	}
	c.id = at[2]
	if err := m.timed("arrival", func() (err error) {
		f, err := formTo(page, at[1]+"/arrive")
		if err == nil {
			f.Set("everybody", "1")
			page, err = desk.post(at[1]+"/arrive", f)
		}
		return err
	}); err != nil {
		return err
	}
	if c.known {
		if err := m.timed("same guest as before", func() (err error) { page, err = c.carry(desk); return err }); err != nil {
			return err
		}
	}
	for n := range c.all {
		if err := m.checkIn(desk, c, n); err != nil {
			return err
		}
	}
	if err := m.timed("answer", func() (err error) {
		page, err = desk.act(at[1], "/answer", url.Values{"answer": {string(visit.Accepted)}, "channel": {string(visit.Telephone)}})
		return err
	}); err != nil {
		return err
	}
	return m.timed("escort", func() error {
		page, err := desk.get(at[1] + "/escort")
		if err != nil {
			return err
		}
		f, err := formTo(page, at[1]+"/escort")
		by := firstEscort.FindStringSubmatch(page[max(strings.Index(page, `id="by"`), 0):])
		if err != nil || by == nil {
			return fmt.Errorf("nobody to escort: %w", err)
		}
		f.Set("by", by[1])
		for n := 1; n < len(c.all); n++ {
			f.Add("who", visit.MemberID(c.id, n))
		}
		for _, saw := range sawInParty.FindAllStringSubmatch(page, -1) {
			f.Add("saw", saw[1])
		}
		_, err = desk.post(at[1]+"/escort", f)
		return err
	})
}

// carry types the last four digits of the card.
func (c *comer) carry(desk *visitor) (string, error) {
	path := "/kunjungan/" + c.id + "/pernah-datang"
	page, err := desk.get(path)
	if err != nil {
		return "", err
	}
	f, err := formTo(page, path)
	earlier := earlierOf.FindStringSubmatch(page)
	if err != nil || earlier == nil {
		return "", fmt.Errorf("no earlier visit: %w", err)
	}
	number := c.all[0].Document.Number
	f.Set("earlier", earlier[1])
	f.Set("digits", number[len(number)-4:])
	return desk.post(path, f)
}

// act sends a form that stands on a visit's card.
func (v *visitor) act(at, act string, fields url.Values) (string, error) {
	page, err := v.get(at)
	if err != nil {
		return "", err
	}
	f, err := formTo(page, at+act)
	if err != nil {
		return "", err
	}
	for name, values := range fields {
		f[name] = values
	}
	return v.post(at+act, f)
}

// checkIn is photo, check-in and badge of one member of the party. Where another officer
// was faster with the proposed number, the next one is taken, as a person would.
func (m *morning) checkIn(desk *visitor, c *comer, n int) error {
	id, g := c.id, c.all[n]
	if n > 0 {
		id = visit.MemberID(c.id, n)
	}
	at := "/kunjungan/" + id
	page := ""
	if err := m.timed("check-in page", func() (err error) { page, err = desk.get(at + "/verify"); return err }); err != nil {
		return err
	}
	if err := m.timed("photo", func() error { return desk.photo(at+"/foto", page, m.face) }); err != nil {
		return err
	}
	for try := 0; ; try++ {
		f, err := formTo(page, at+"/verify")
		badge := proposedOf.FindStringSubmatch(page)
		if err != nil || badge == nil {
			return m.timed("check-in", func() error { return fmt.Errorf("no number is free: %w", err) })
		}
		for name, value := range map[string]string{"document": string(g.Document.Kind), "number": g.Document.Number, "name": g.Name, "sex": string(g.Sex),
			"screening": string(visit.Nothing), "badge": badge[1], "unit": "pidum", "items[0].what": "Ponsel", "items[0].locker": fmt.Sprintf("L-%s", badge[1])} {
			f.Set(name, value)
		}
		if n == 0 {
			f.Set("ask", "1")
			f.Set("channel", string(visit.Telephone))
		}
		taken := false
		err = m.timed("check-in", func() error {
			_, err := desk.post(at+"/verify", f)
			if taken = err != nil && strings.Contains(err.Error(), "409") && try < 40; taken {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
		if !taken {
			break
		}
		if page, err = desk.get(at + "/verify"); err != nil {
			return m.timed("check-in page", func() error { return err })
		}
	}
	return m.timed("badge", func() error { _, err := desk.get(at + "/tanda-pengenal.pdf"); return err })
}

// photo sends a picture as the desk's camera does.
func (v *visitor) photo(path, page string, jpeg []byte) error {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form(page) {
		_ = w.WriteField(name, values[0])
	}
	part, err := w.CreateFormFile("photo", "photo.jpg")
	if err == nil {
		_, err = part.Write(jpeg)
	}
	if err != nil {
		return err
	}
	_ = w.Close()
	r, err := http.NewRequest(http.MethodPost, v.door+path, &body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", v.door)
	_, err = v.read(v.client.Do(r))
	return err
}

// goodbye gives everything back to everybody of the party.
func (m *morning) goodbye(desk *visitor, c *comer) error {
	at, page := "/kunjungan/"+c.id, ""
	if err := m.timed("check-out page", func() (err error) { page, err = desk.get(at + "/leave"); return err }); err != nil {
		return err
	}
	return m.timed("check-out", func() error {
		f, err := formTo(page, at+"/leave")
		if err != nil {
			return err
		}
		for n := range c.all {
			f.Add("who", fmt.Sprint(n))
		}
		for _, saw := range sawInParty.FindAllStringSubmatch(page, -1) {
			f.Add("saw", saw[1])
		}
		for _, thing := range thingInParty.FindAllStringSubmatch(page, -1) {
			f.Add("back", thing[1])
		}
		_, err = desk.post(at+"/leave", f)
		return err
	})
}
