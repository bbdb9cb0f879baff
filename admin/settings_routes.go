package admin

import (
	"strings"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/web"
)

// officeRoute is one line of the office's half of the staff door: whoever may do
// the action gets the page or makes the act, nobody else.
type officeRoute struct {
	method, path string
	may          account.Action
	do           fiber.Handler
}

// officeTable are the shift's pages, settings, accounts, devices, history, the audit
// log and what is one's own. The test of roles and routes walks over it.
func (d *Door) officeTable() []officeRoute {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return append(d.shiftTable(), []officeRoute{
		{get, "/pengaturan/kantor", account.EditOffice, d.officePage},
		{post, "/pengaturan/kantor", account.EditOffice, d.saveOfficeData},
		{get, "/pengaturan/jam", account.EditOffice, d.hoursPage},
		{post, "/pengaturan/jam", account.EditOffice, d.saveHours},
		{get, "/pengaturan/bagian", account.EditOffice, d.peoplePage},
		{post, "/pengaturan/bagian", account.EditOffice, d.savePeople},
		{post, "/pengaturan/bagian/urutan", account.EditOffice, d.orderUnits},
		{get, "/pengaturan/bagian-baru", account.EditOffice, d.unitPage},
		{post, "/pengaturan/bagian-baru", account.EditOffice, d.saveUnit},
		{get, "/pengaturan/bagian/unit/:id", account.EditOffice, d.unitPage},
		{post, "/pengaturan/bagian/unit/:id", account.EditOffice, d.saveUnit},
		{get, "/pengaturan/bagian-pegawai-baru", account.EditOffice, d.personPage},
		{post, "/pengaturan/bagian-pegawai-baru", account.EditOffice, d.savePerson},
		{get, "/pengaturan/bagian/pegawai/:id", account.EditOffice, d.personPage},
		{post, "/pengaturan/bagian/pegawai/:id", account.EditOffice, d.savePerson},
		{get, "/pengaturan/keperluan", account.EditOffice, d.purposesPage},
		{post, "/pengaturan/keperluan", account.EditOffice, d.savePurposes},
		{get, "/pengaturan/keperluan-baru", account.EditOffice, d.purposePage},
		{post, "/pengaturan/keperluan-baru", account.EditOffice, d.savePurpose},
		{get, "/pengaturan/keperluan/:id", account.EditOffice, d.purposePage},
		{post, "/pengaturan/keperluan/:id", account.EditOffice, d.savePurpose},
		{get, "/pengaturan/pengenal", account.EditOffice, d.badgesPage},
		{post, "/pengaturan/pengenal", account.EditOffice, d.saveBadges},
		{post, "/pengaturan/pengenal/keadaan", account.EditOffice, d.markBadges},
		{get, "/pengaturan/teks", account.EditOffice, d.textsPage},
		{post, "/pengaturan/teks", account.EditOffice, d.saveTexts},
		{get, "/teks/:teks/:versi", account.SeeHistory, d.versionPage},
		{get, "/pengaturan/tampilan", account.EditOffice, d.lookPage},
		{post, "/pengaturan/tampilan", account.EditOffice, d.saveLook},
		{get, "/pengaturan/masa-simpan", account.EditOffice, d.keepPage},
		{post, "/pengaturan/masa-simpan", account.EditOffice, d.saveKeep},
		{get, "/pengaturan/pengaduan", account.EditOffice, d.complaintSettings},
		{post, "/pengaturan/pengaduan", account.EditOffice, d.saveComplaints},
		{get, "/pengaturan/aturan", account.EditOffice, d.rulesPage},
		{post, "/pengaturan/aturan", account.EditOffice, d.saveRules},

		{get, "/pengaturan/perangkat", account.EditDevices, d.devicesPage},
		{post, "/pengaturan/perangkat", account.EditDevices, d.enrolDevice},
		{post, "/pengaturan/perangkat/cabut", account.EditDevices, d.revokeDevice},
		{get, "/pengaturan/perangkat/uji.pdf", account.EditDevices, d.testPage},
		{post, "/pengaturan/perangkat/uji", account.EditDevices, d.printTest},
		{post, "/pengaturan/perangkat/pencetak", account.EditOffice, d.savePrinters},
		{get, "/pengaturan/perangkat/ubah/:id", account.EditDevices, d.devicePage},
		{post, "/pengaturan/perangkat/ubah/:id", account.EditDevices, d.saveDevice},

		{get, "/pengaturan/akun", account.EditAccounts, d.accountsPage},
		{get, "/pengaturan/akun-baru", account.EditAccounts, d.newAccountPage},
		{post, "/pengaturan/akun-baru", account.EditAccounts, d.addAccount},
		{get, "/pengaturan/akun/:login", account.EditAccounts, d.accountPage},
		{post, "/pengaturan/akun/:login", account.EditAccounts, d.changeAccount},
		{post, "/pengaturan/akun/:login/sandi", account.EditAccounts, d.resetPassword},
		{post, "/pengaturan/akun/:login/keluarkan", account.EditAccounts, d.endAccountSessions},
		{post, "/pengaturan/akun/:login/keluarkan-satu", account.EditAccounts, d.endAccountSession},
		{post, "/pengaturan/akun/:login/nonaktif", account.EditAccounts, d.disableAccount},
		{post, "/pengaturan/akun/:login/aktif", account.EditAccounts, d.enableAccount},

		{get, "/riwayat", account.SeeHistory, d.historyPage},
		{post, "/riwayat", account.SeeHistory, d.searchHistory},
		{get, "/riwayat/:id", account.SeeHistory, d.recordPage},
		{post, "/riwayat/:id/buka", account.Reveal, d.recordReveal},
		{get, "/jejak", account.SeeActs, d.actsPage},

		{get, "/pengaturan", account.OwnPassword, d.settingsHome},
		{get, "/saya", account.OwnPassword, d.ownPage},
		{post, "/saya/sandi", account.OwnPassword, d.changeOwnPassword},
		{post, "/saya/sesi", account.OwnSessions, d.endOwnSession},
		{post, "/saya/sesi/lain", account.OwnSessions, d.endOtherSessions},
		{get, "/saya/meja", account.OwnSessions, d.ownDeskPage},
		{post, "/saya/meja", account.OwnSessions, d.askOwnDesk},
		{post, "/saya/sesi/semua", account.OwnSessions, d.endAllSessions}, // last: the test of roles signs out by it
	}...)
}

// tables are all routes that name one action: those of complaints before the office's.
func (d *Door) tables() []officeRoute { return append(d.complaintTable(), d.officeTable()...) }

// officeRoutes are set-up, which has its own key, and the table.
func (d *Door) officeRoutes(app fiber.Router) {
	d.setupRoutes(app)
	for _, r := range d.tables() {
		app.Add(r.method, r.path, web.Require(r.may), r.do)
	}
}

// officeGate stands before every page of the staff door. Until there are an office
// and an administrator it says that nothing is set up yet; and whoever has a
// password from somebody else chooses an own one before anything.
func (d *Door) officeGate() fiber.Handler {
	var ready atomic.Bool
	return func(c *fiber.Ctx) error {
		if !ready.Load() {
			missing, err := d.setupMissing(c)
			switch {
			case err != nil:
				return err
			case !missing:
				ready.Store(true)
			case !below(c.Path(), "/pasang"):
				return d.setupMissingPage(c)
			}
		}
		if p := web.Person(c); p != nil && p.Must && !below(c.Path(), "/saya", "/keluar", "/masuk", "/kunci") {
			if c.Get("HX-Request") == "true" || c.Get(fiber.HeaderAccept) == "text/event-stream" {
				c.Set("HX-Redirect", "/saya")
				return c.SendStatus(fiber.StatusUnauthorized)
			}
			return web.Redirect(c, "/saya")
		}
		return c.Next()
	}
}

// below reports whether path is one of the places or under it, whatever its case.
func below(path string, places ...string) bool {
	path = strings.ToLower(path)
	for _, p := range places {
		if path == p || strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	return false
}
