package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
)

// shiftTable are the pages of a shift: handing over, closing, what was not fetched.
func (d *Door) shiftTable() []officeRoute {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return append(d.evacuationTable(), []officeRoute{
		{get, "/serah-terima", account.SeeDesk, d.handoverPage},
		{post, "/serah-terima", account.SeeDesk, d.handOver},
		{get, "/serah-terima/tutup", account.SeeDesk, d.closingPage},
		{post, "/serah-terima/tutup", account.SeeDesk, d.closeAll},
		{get, "/serah-terima/catatan", account.SeeHistory, d.handoversPage},
		{get, "/serah-terima/catatan/:id", account.SeeHistory, d.handedPage},
		{post, "/serah-terima/catatan/:id", account.SeeDesk, d.noteHandover},
		{get, "/lembar-harian.pdf", account.SeeHistory, d.daySheetPDF},
		{get, "/catat-belakangan", account.SeeDesk, d.latePage},
		{post, "/catat-belakangan", account.SeeDesk, d.copyLate},
		{get, "/formulir-kosong.pdf", account.SeeDesk, d.blankForm},
		{get, "/pengenal", account.SeeDesk, d.inventoryPage},
		{get, "/buku-tamu-nasional", account.SeeDesk, d.nationalPage},
		{get, "/buku-tamu-nasional.csv", account.SeeDesk, d.nationalCSV},
		{get, "/buku-tamu-nasional/:id", account.SeeDesk, d.copySheet},
		{get, "/titipan", account.SeeDesk, d.unclaimedPage},
		{get, "/titipan/:id/surat.pdf", account.SeeDesk, d.reminderPDF},
	}...)
}
