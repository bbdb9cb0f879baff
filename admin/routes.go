package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// deskRoutes are sign-in, the duty desk, the visits and the host's inbox. The
// address of a move is the same for its page (GET) and its act (POST), so that a
// page that comes back with messages can be loaded again.
//
// Explicit are: a walk-in (register and arrive from one form), verify, leave and
// lose, which have pages of their own, the photo and the badge's paper. All other
// moves of visit.Moves that staff may make come from the table.
func (d *Door) deskRoutes(app fiber.Router) {
	desk := web.Require(account.SeeDesk)

	app.Get("/", web.Camera, d.home)
	app.Get("/masuk", d.signInPage)
	app.Post("/masuk", web.Often(20, d.signInPage), d.signIn)
	app.Get("/keluar", d.signOutPage)
	app.Post("/keluar", d.signOut)
	app.Get("/kunci", d.lockPage)
	app.Post("/kunci", web.Often(20, d.lockPage), d.unlock)
	app.Get("/kunci/bel", web.Quiet, d.lockBell)
	app.Post("/kunci/tinggal", web.Quiet, d.leaveDesk)
	app.Post("/meja/hadir", web.Require(), d.present)

	app.Get("/meja/daftar", web.Quiet, desk, d.list)
	app.Get("/meja/hitungan", web.Quiet, desk, d.counts)
	app.Get("/meja/bel", web.Quiet, desk, d.bell)
	app.Get("/meja/aliran", web.Quiet, web.Require(account.SeeDesk, account.SeeInbox), d.stream)
	app.Get("/evakuasi/daftar", web.Quiet, desk, d.evacuationList)
	app.Get("/meja/tombol", desk, d.keysPage)
	app.Get("/meja/pegawai", desk, d.hosts)
	app.Post("/panggilan/:id", web.Require(account.AnswerKiosk), d.answerCall)

	app.Get("/pindai", desk, web.Camera, d.scanResult)
	app.Post("/pindai", desk, d.scan)

	app.Get("/tamu/baru", desk, d.walkInPage)
	app.Post("/kunjungan", desk, d.walkIn)

	app.Get("/kunjungan/:id", desk, d.card)
	app.Get("/kunjungan/:id/kartu", web.Quiet, desk, d.cardLive)
	app.Post("/kunjungan/:id/buka-nama", web.Require(account.Reveal), d.reveal)
	app.Get("/kunjungan/:id/foto", web.Require(account.SeePhoto), d.photo)
	app.Post("/kunjungan/:id/foto", web.Require(account.TakePhoto), d.savePhoto)
	app.Get("/kunjungan/:id/tanda-pengenal.pdf", web.Require(account.PrintBadge), d.badgePDF)
	app.Post("/kunjungan/:id/tanda-pengenal", web.Require(account.PrintBadge), d.printBadge)
	app.Get("/kunjungan/:id/tanda-terima.pdf", web.Require(account.PrintBadge), d.receiptPDF)
	app.Get("/kunjungan/:id/pernah-datang", desk, d.returningPage)
	app.Post("/kunjungan/:id/pernah-datang", desk, web.Camera, d.carryOver)
	app.Post("/kunjungan/:id/verify/nomor", desk, d.numberCheck)
	app.Post("/kunjungan/:id/loker", desk, d.lockersCheck)

	for _, r := range visit.Moves {
		if r.From == nil || !account.AllRoles.Has(r.By...) {
			continue // a visit that does not exist yet, or a job's move
		}
		page, act := d.panel(r.Name), d.move(r)
		switch r.Name {
		case "verify":
			page, act = d.verifyPage, d.verify
		case "leave":
			page, act = d.leavePage, d.leave
		case "lose":
			page, act = d.leavePage, d.lose
		case "exchange":
			act = d.exchange
		case "close":
			act = d.closeOne
		case "entered":
			page, act = d.copySheet, d.enteredOfficially
		case "correct":
			page, act = d.correctPage, d.correct
		case "answer":
			app.Post("/kunjungan/:id/answer", web.RequireRole(r.By...), d.answer)
			app.Get("/kunjungan/:id/answer", desk, page)
			continue
		}
		app.Get("/kunjungan/:id/"+r.Name, web.RequireRole(r.By...), desk, web.Camera, page)
		app.Post("/kunjungan/:id/"+r.Name, web.RequireRole(r.By...), web.Camera, act)
	}

	app.Get("/kotak", web.Require(account.SeeInbox), d.inbox)
	app.Get("/kotak/daftar", web.Quiet, web.Require(account.SeeInbox), d.inboxList)
	app.Get("/kotak/:id", web.Require(account.SeeInbox), d.inbox)
}
