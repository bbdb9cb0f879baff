package kiosk

import (
	"slices"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Samples are filled pages for every template of this door in one language, for tests
// that render all of them and read what comes out.
func Samples(l lang.Lang) map[string]any {
	o := office.Kapuas()
	o.Persons = []office.Person{{ID: "contoh", Name: "Dr. Melati Contoh, S.H.", Title: "Kasi Pidum", Unit: "pidum", Host: true}}
	now := time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)
	at := func(p web.Place) web.Page { return web.NewSample(l, p, o, now) }
	in := func(n int) step {
		s := step{Page: at(web.Kiosk), Stage: n, Change: true}
		s.Back, s.Next = "/kios", s.T("shared.next")
		return s
	}
	picture, err := paper.QR("HTTPS://TAMU.EXAMPLE/T/KAPUAS.0123456789ABCDEFGHJKMNPQRS")
	if err != nil {
		panic(err) // the text above fits
	}
	qr := picture.SVG("QR tiket")
	code := CodePage{Page: at(web.Kiosk)}
	code.Refusals = refusal.List{book.ErrGlanceUnknown.At(codeField)}
	a := answers{Purpose: "panggilan", Letter: "B-000/O.2.12/contoh", Unit: "pidum", Host: "contoh", Name: "Anggrek Contohwati", Salute: visit.Ibu,
		Phone: "+6281200000001", Companions: []string{"Rimba Umpama"}, Needs: []visit.Need{"wheelchair"}}
	tiles := []Tile{{"unit", "pidum", "gavel", "Seksi Tindak Pidana Umum", "", true}, {"host", "contoh", "user-round", "Dr. Melati Contoh, S.H.", "Kasi Pidum", false}}
	wrong := in(4)
	wrong.Refusals = refusal.List{visit.ErrWeapon.At("weapon"), visit.ErrRead.At("rules")}
	number := in(3)
	number.Refusals = refusal.List{visit.ErrChoice.At("tel")}
	register := RegisterPage{Page: at(web.Phone), Hours: hours(at(web.Phone)), Choices: o.Persons, When: "other", Day: "2026-11-24", Kiosk: true}
	register.Refusals = inOrder(refusal.List{visit.ErrName.At("name"), visit.ErrWeapon.At("weapon"), ErrHostMany.At("host"), visit.ErrName.At("companion[1]")})
	house := RulesPage{Page: at(web.Kiosk), Text: o.House, Lines: o.House.Lines(string(l))}
	house.Title = house.T("kiosk.house-title")
	home := HomePage{Page: at(web.Kiosk), QR: qr}
	home.Greeting, home.Body, home.Closed = home.T("kiosk.greeting-pagi"), "kiosk kiosk--home", home.T("kiosk.closed")
	trouble := ErrorPage{at(web.Kiosk), "no", true, true, "ABCDEFGHJK"}
	trouble.Status, trouble.Quiet = 503, 70
	samples := map[string]any{
		"kiosk/home":       home,
		"kiosk/notyet":     NotYetPage{at(web.Phone)},
		"kiosk/idle":       IdlePage{at(web.Kiosk), "/kios/nama"},
		"kiosk/call":       CallPage{at(web.Kiosk), "nama", false, false},
		"kiosk/code":       code,
		"kiosk/code rests": CodePage{at(web.Kiosk), true},
		"kiosk/enrol":      EnrolPage{at(web.Kiosk), "K7P-4M2"},
		"kiosk/standard":   StandardPage{at(web.Kiosk), office.ServiceStandard(), hours(at(web.Kiosk))},
		"kiosk/rules":      house,
		"kiosk/purpose":    PurposePage{in(1), tiles},
		"kiosk/letter":     LetterPage{in(1), false, a.Letter, ""},
		"kiosk/unit":       UnitPage{in(2), tiles, 2, "", "", true},
		"kiosk/unit found": UnitPage{in(2), tiles, 0, "melati", "x", true},
		"kiosk/name":       NamePage{in(3), a.Name, a.Salute},
		"kiosk/number":     NumberPage{number, a.Phone},
		"kiosk/companions": CompanionsPage{in(3), a.Companions, "", a.Needs},
		"kiosk/review":     ReviewPage{wrong, facts(wrong.Page, a), "yes", true, true},
		"kiosk/ticket": TicketPage{Page: at(web.Kiosk), Guest: "Ibu Anggrek", Code: "K7P-4M2", QR: qr, Unit: "Pidum", Size: 2,
			Letter: true, Weapons: true, Seconds: ticketTime},
		"kiosk/ticket printer": TicketPage{Page: at(web.Kiosk), Code: "K7P-4M2", QR: qr, Unit: "Pidum", Size: 1,
			Print: Printing{Has: true, Sent: true, Frame: "/tiket.pdf", Once: "1"}},
		"kiosk/print":    PrintPage{at(web.Kiosk)},
		"kiosk/error":    trouble,
		"kiosk/register": register,
		"kiosk/cancel":   CancelPage{at(web.Phone), "Senin 23 November 2026", "Pidum", "/t/kapuas.X"},
		"kiosk/day":      DayPage{at(web.Phone), "Senin 23 November 2026", "Pidum", "/t/kapuas.X", "2026-11-23", "2026-12-07"},
		"kiosk/badge":    BadgePage{at(web.Phone)},
	}
	for _, s := range []book.Stand{book.StandToday, book.StandOtherDay, book.StandArrived, book.StandWaiting, book.StandAsked, book.StandMeeting, book.StandOut} {
		samples["kiosk/answer "+string(s)] = AnswerPage{Page: at(web.Kiosk), When: "Rabu 25 November 2026", Seconds: ticketTime,
			Glance: book.Glance{Stand: s, Badge: s != book.StandToday, Card: s == book.StandMeeting, Items: len(s) % 3}}
	}
	complaintSamples(l, at, samples)
	samples["kiosk/call rings"] = CallPage{at(web.Kiosk), "nama", true, false}
	samples["kiosk/call coming"] = CallPage{at(web.Kiosk), "nama", false, true}
	for _, s := range []string{"registered", "later", "arrived", "waiting", "meeting", "outside", "left", "refused", "cancelled", "expired"} {
		p := PassPage{Page: at(web.Phone), State: s, When: "Senin 23 November 2026", Initials: "A. C", Unit: "Pidum", Size: 1, Wait: 5, Own: "/t/kapuas.X"}
		if s == "registered" || s == "later" {
			p.QR, p.Code = qr, "K7P-4M2"
		}
		if slices.Contains([]string{"registered", "later", "arrived", "waiting", "meeting", "outside"}, s) {
			p.Then = "20"
		}
		if p.At = visit.State(s); s == "outside" {
			p.At = visit.Meeting
		}
		if s == "left" {
			p.Next, p.NextDay = "/t/kapuas.Y", "Senin 30 November 2026"
		}
		samples["kiosk/pass "+s] = p // the template's name ends at the space
	}
	return samples
}
