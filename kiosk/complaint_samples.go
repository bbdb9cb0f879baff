package kiosk

import (
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// complaintSamples adds the filled pages about complaints, each for kiosk and phone.
func complaintSamples(l lang.Lang, at func(web.Place) web.Page, samples map[string]any) {
	picture, err := paper.QR("HTTPS://TAMU.EXAMPLE/P/KAPUAS.7XKM93TRHWQ4")
	if err != nil {
		panic(err) // the text above fits
	}
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	f := complaint.File{Naming: complaint.Named, Name: "Anggrek Contohwati", Phone: "0812 0000 0001", Text: "Saya menunggu dua jam\ndi loket.", When: "kemarin", Unit: "pidum", Wish: "Dilayani"}
	files := []complaint.Sent{{Kind: complaint.JPEG, Size: 1_890_000}, {Kind: complaint.PDF, Size: 90_000}}
	for _, place := range []web.Place{web.Kiosk, web.Phone} {
		in := func(path string) complaining {
			p := complaining{Page: at(place), Root: "/pengaduan"}
			p.Path, p.Back, p.Next = p.Root+path, "/", p.T("filing.send")
			return p
		}
		wrong := in("")
		wrong.Refusals = refusal.List{complaint.ErrNaming.At("id"), complaint.ErrText.At("text"), complaint.ErrUnit.At("unit")}
		keep := in("/tanda-terima")
		keep.Refusals = refusal.List{ErrKept.At("kept")}
		lost := in("/lacak")
		lost.Refusals = refusal.List{book.ErrTrack.At("kode")}
		name := " " + string(place)
		samples["kiosk/complaint"+name] = ComplaintPage{in(""), []string{"Korupsi: PTSP"}, f}
		samples["kiosk/complaint wrong"+name] = ComplaintPage{wrong, []string{"Korupsi: PTSP"}, complaint.File{}}
		samples["kiosk/complaint_check"+name] = CheckPage{in("/periksa"), []Fact{{Name: "Nama", Value: f.Name, Change: "/pengaduan#name"}}}
		samples["kiosk/complaint_receipt"+name] = ReceiptPage{keep, "7XKM-93TR-HWQ4", "480 173", day, 14, picture.SVG("QR ke halaman lacak pengaduan"), "/simpan"}
		samples["kiosk/complaint_receipt again"+name] = ReceiptPage{in("/tanda-terima"), "7XKM-93TR-HWQ4", "", day, 14, picture.SVG("QR ke halaman lacak pengaduan"), ""}
		samples["kiosk/complaint_find"+name] = FindPage{lost, "7XKM-93TR-HWQ4"}
		for _, kind := range []string{"reopen", "withdraw"} {
			samples["kiosk/complaint_again "+kind+name] = AgainPage{in("/lacak"), "7XKM-93TR-HWQ4", kind}
		}
		for _, s := range complaint.States {
			p := TrackPage{complaining: in("/lacak"), Code: "7XKM-93TR-HWQ4", State: s, Stars: len(s) % 3, Files: sentFiles(at(place), files)}
			p.Can = map[string]bool{"reply": s.Open(), "attach": s.Open(), "withdraw": s.Open(), "rate": s == complaint.Answered, "close": s == complaint.Answered, "reopen": s == complaint.Closed}
			facts := complaint.Facts{State: s, TurnAt: day, AskedAt: day, AnsweredAt: day, Class: complaint.Ordinary}
			p.Deadline = deadline(p.Page, facts)
			p.Steps = steps(p.Page, complaint.Complaint{Facts: facts, Log: []complaint.Entry{{At: day, State: complaint.Received}, {At: day, State: s}}})
			if s != complaint.Received {
				p.Thread = []Said{{day, p.T("track.officer"), "Kapan?", false}, {day, p.T("track.you"), "Pagi.", true}}
			}
			samples["kiosk/complaint_track "+string(s)+name] = p
		}
	}
	full := complaining{Page: at(web.Phone), Root: "/pengaduan"}
	samples["kiosk/complaint_files"] = FilesPage{full, "7XKM-93TR-HWQ4", sentFiles(full.Page, files), false, complaint.MaxFiles}
	samples["kiosk/complaint_files full"] = FilesPage{full, "7XKM-93TR-HWQ4", sentFiles(full.Page, files), true, complaint.MaxFiles}
}
