package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/store/mongo/mongotest"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// lobbyRoad is an office on MongoDB with a guest on the way through it, and the front that hurts what
// passes between program and database.
type lobbyRoad struct {
	t     testing.TB
	h     *house
	front *mongotest.Front
	guest *webtest.Client
	desk  *webtest.Client
	id    string   // of the visit
	moves []string // that its log must hold
}

func openRoad(t testing.TB) *lobbyRoad {
	front := mongotest.Before(t)
	front.Member("tamu", true)
	uri := mongotest.At(t, front.Address())
	h := process(t, uri, mongoOffice(t, uri))
	return &lobbyRoad{t: t, h: h, front: front, guest: h.guest(t), desk: signIn(t, h, "piket")}
}

// faultPoint is one of the ten points at which the database is hurt: a form, filled in, and its button.
type faultPoint struct {
	name   string // of the move that the log then holds
	button string
	form   func(w *lobbyRoad) *webtest.Form
}

var tenPoints = []faultPoint{
	{"register", "Ambil tiket", func(w *lobbyRoad) *webtest.Form {
		return w.guest.Get("/").Want(200).Form("Ambil tiket").Fill("Apa keperluan Anda?", "Memenuhi panggilan").Fill("Nomor surat panggilan", "B-000/contoh").
			Fill("Siapa yang ingin Anda temui?", "Seksi Tindak Pidana Umum").Fill("Siapa nama Anda?", "Melur Contohwati").Choose("Ibu").
			Fill("Nomor ponsel", "081200000001").Choose("Tidak membawa").Choose("Saya sudah membaca")
	}},
	{"arrive", "Catat tiba", func(w *lobbyRoad) *webtest.Form { return w.at("").Form("Catat tiba") }},
	{"verify", "Simpan, ke ruang tunggu", func(w *lobbyRoad) *webtest.Form {
		return w.at("/verify").Form("Simpan, ke ruang tunggu").Fill("NIK", nik).Fill("Nama di kartu", "Melur Contohwati").Choose("Perempuan").
			Set("from", "Koperasi Misal").Fill("Barang titipan", "Ponsel hitam").Fill("Loker", "7").Untick("Tanyakan begitu disimpan").Attach("photo", face(w.t))
	}},
	{"print", "Cetak ulang", func(w *lobbyRoad) *webtest.Form {
		return w.at("/print").Form("Cetak ulang").Fill("Alasan", "Kertas macet")
	}},
	{"ask", "Tanyakan", func(w *lobbyRoad) *webtest.Form { return w.at("").Form("Tanyakan").Choose("Telepon") }},
	{"answer", "Bersedia", func(w *lobbyRoad) *webtest.Form { return w.at("").Form("Bersedia").Choose("Telepon") }},
	{"escort", "Antar sekarang", func(w *lobbyRoad) *webtest.Form {
		page := w.at("/escort")
		return page.Form("Antar sekarang").Set("by", someone(w.t, page, "by")).Fill("Ruang", "2.04")
	}},
	{"transfer", "Ganti tujuan", func(w *lobbyRoad) *webtest.Form {
		return w.at("/transfer").Form("Ganti tujuan").Set("unit", "datun").Fill("Alasan", "Berkas di Datun")
	}},
	{"leave", "Selesai, tamu pulang", func(w *lobbyRoad) *webtest.Form {
		return w.at("/leave").Form("Selesai, tamu pulang").Set("back", visit.BadgeKey, visit.CardKey).Set("behind", "1").Set("reason", "Diambil besok")
	}},
	{"return", "Catat kembali", func(w *lobbyRoad) *webtest.Form { return w.at("").Form("Catat kembali").Set("back", "1") }},
}

// at is a page of the visit at the desk.
func (w *lobbyRoad) at(page string) *webtest.Page {
	w.t.Helper()
	return w.desk.Get("/kunjungan/" + w.id + page).Want(200)
}

// first remembers which visit a registration makes: its form's nonce is the visit's id.
func (w *lobbyRoad) first(s faultPoint, f *webtest.Form) {
	if s.name == "register" {
		w.id, _, _ = strings.Cut(f.Values.Get("act"), ".")
		w.moves = nil
	}
	w.moves = append(w.moves, s.name)
}

// ready is what the program answers to whoever asks whether it is ready; 0 when nothing.
func (w *lobbyRoad) ready() int {
	r, err := http.Get(w.h.Staff + "/readyz")
	if err != nil {
		return 0
	}
	r.Body.Close()
	return r.StatusCode
}

// done says that the visit holds each act once, and nothing else.
func (w *lobbyRoad) done(when string) {
	w.t.Helper()
	v, err := w.h.Book.Visit(w.t.Context(), stampOf(w.h).Office, w.id)
	if err != nil {
		w.t.Fatalf("%s: %v", when, err)
	}
	var have []string
	for _, e := range v.Log {
		have = append(have, e.Move)
	}
	if !slices.Equal(have, w.moves) {
		w.t.Fatalf("%s: the visit's log holds %v, want %v", when, have, w.moves)
	}
}

// The answer to one write is lost and the database is well: the program looks whether it is written,
// and nobody notices anything.
func TestALostAnswerIsLookedUp(t *testing.T) {
	w := openRoad(t)
	for _, s := range tenPoints {
		f := s.form(w)
		w.first(s, f)
		lost := 0
		w.front.Break(func(name string) mongotest.Act {
			if name != "insert" && name != "update" || lost > 0 {
				return mongotest.Act{}
			}
			lost++
			return mongotest.Act{Mute: true}
		})
		if page := f.Send(s.button); page.Status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", s.name, page.Status, page.Text())
		}
		w.front.Break(nil)
		if lost != 1 {
			t.Errorf("%s: no answer was lost: this test cannot fail", s.name)
		}
		w.done(s.name)
	}
}

// promise is how long a person may wait for an answer, and back how long after the end of a fault
// the program is ready again. Other tests run beside this one in `make test`, so only the long run
// takes them by the letter.
const (
	promise = 6 * time.Second
	back    = 3 * time.Second
)

func patience(d time.Duration) time.Duration {
	if os.Getenv("BUKUTAMU_SOAK") == "" {
		d *= 3
	}
	return d
}

// Ten points of a visit, five faults, on the way there and on the way back. Each time the answer
// comes soon, says what happened and holds what was typed; the same form pressed again does it,
// once; the program says that it is not ready, and is again right after. Each point meets one fault
// in `make test`, each fault in both directions once; BUKUTAMU_FAULTS draws others, and the long
// run takes all hundred.
func TestFaultsOnTheWayToTheDatabase(t *testing.T) {
	t.Parallel() // it waits most of the time
	seed := uint64(5)
	if s, err := strconv.ParseUint(os.Getenv("BUKUTAMU_FAULTS"), 10, 64); err == nil {
		seed = s
	}
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(allFaults))
	rounds := 1
	if os.Getenv("BUKUTAMU_SOAK") != "" {
		rounds = len(allFaults)
	}
	w := openRoad(t)
	w.h.log = &buffer{} // every fault is an error in its log
	for round := range rounds {
		for i, s := range tenPoints {
			w.hurt(s, allFaults[order[(i+round)%len(order)]])
		}
	}
	if n, err := w.h.Book.Check(t.Context()); err != nil {
		t.Errorf("%+v: %v", n, err)
	}
}

// hurt makes one act while the database is hurt, and again when it is well.
func (w *lobbyRoad) hurt(s faultPoint, kind faultKind) {
	w.t.Helper()
	what := fmt.Sprintf("%s at %s", kind, s.name)
	f := s.form(w)
	w.first(s, f)
	pain := begin(w.front, kind)
	red := make(chan int, 1)
	go func() { // whoever asks meanwhile whether it is ready
		<-pain.felt
		red <- w.ready()
	}()
	begun := time.Now()
	page := f.Send(s.button)
	took := time.Since(begun)
	select {
	case <-pain.felt:
	default:
		w.t.Fatalf("%s: nothing was hurt: this test cannot fail", what)
	}
	if page.Status != http.StatusServiceUnavailable || !strings.Contains(page.Text(), "tidak akan tercatat dua kali") {
		w.t.Fatalf("%s: %d %s", what, page.Status, page.Text())
	}
	button := s.button
	if page.Find("button", button) == nil {
		button = "Kirim lagi"
	}
	again := page.Form(button)
	for name, typed := range f.Values {
		if got := again.Values[name]; strings.ReplaceAll(strings.Join(got, "|"), " ", "") != strings.ReplaceAll(strings.Join(typed, "|"), " ", "") {
			w.t.Errorf("%s: %s is %q, was %q", what, name, got, typed)
		}
	}
	if status := <-red; status != http.StatusServiceUnavailable {
		w.t.Errorf("%s: /readyz says %d", what, status)
	}
	if took > patience(promise) {
		w.t.Errorf("%s: answered after %v", what, took)
	}
	ended := time.Now()
	pain.end()
	until(w.t, what+": ready again", func() bool { return w.ready() == http.StatusOK })
	healed := time.Since(ended)
	if healed > patience(back) {
		w.t.Errorf("%s: ready again only after %v", what, healed)
	}
	if s.name == "verify" { // no page may put a file into a form
		again.Attach("photo", face(w.t))
	}
	if page := again.Send(button); page.Status != http.StatusSeeOther {
		w.t.Fatalf("%s, sent again: %d %s", what, page.Status, page.Text())
	}
	w.done(what)
	pain.late()
	w.done(what + ", and what was late")
	w.t.Logf("%-40s answer after %5d ms by %-12q ready again after %4d ms", what, took.Milliseconds(), button, healed.Milliseconds())
}
