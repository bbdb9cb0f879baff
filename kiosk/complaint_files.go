package kiosk

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/lang"
	"bukutamu/internal/upload"
	"bukutamu/internal/web"
)

// SentFile is a file as its list shows it: by kind and number, for no name was kept.
type SentFile struct {
	Name, Text string
	Picture    bool
}

// FilesPage takes photos and PDFs, one at a time, once the complaint itself is safe.
type FilesPage struct {
	complaining
	Code  string
	Files []SentFile
	Full  bool
	Most  int
}

func (d *Door) files(c *fiber.Ctx) error {
	now, t, err := d.tracked(c)
	if err != nil || t.ID == "" {
		return or(err, web.Redirect(c, atTrack))
	}
	p := FilesPage{complaining: d.complaining(c, "filing.files-title"), Code: book.ShowCode(t.Code), Most: complaint.MaxFiles}
	p.Path, p.Seen = string(atFiles), now.Seen()
	p.Files = sentFiles(p.Page, now.Facts.Files)
	p.Full = len(p.Files) >= complaint.MaxFiles || !mayNow(now, "attach")
	return web.Show(c, "kiosk/complaint_files", p)
}

// sentFiles are files in words: "Foto 1", "JPEG, 1,8 MB · data lokasi dihapus".
func sentFiles(p web.Page, files []complaint.Sent) []SentFile {
	var out []SentFile
	n := map[string]int{}
	for _, f := range files {
		word, text := "filing.photo", "filing.photo-size"
		if f.Kind == complaint.PDF {
			word, text = "filing.pdf", "filing.pdf-size"
		}
		n[word]++
		out = append(out, SentFile{Name: p.T(word, "n", n[word]), Text: p.T(text, "size", size(p.Lang, f.Size)), Picture: word == "filing.photo"})
	}
	return out
}

// size is a number of bytes as people read it.
func size(l lang.Lang, bytes int) string {
	if bytes < 1<<20 {
		return strconv.Itoa(max(1, bytes>>10)) + " KB"
	}
	return lang.Decimal(l, float64(bytes)/(1<<20), 1) + " MB"
}

// sendFile cleans a file and adds it to the complaint. A file that fails takes nothing
// with it: what was filed before is safe. What the office does meanwhile is no reason to
// refuse one.
func (d *Door) sendFile(c *fiber.Ctx) error {
	now, t, err := d.tracked(c)
	if err != nil || t.ID == "" {
		return or(err, web.Redirect(c, atTrack))
	}
	s := web.Stamp(c)
	s.Seen = account.SeenAny
	if len(now.Facts.Files) >= complaint.MaxFiles { // before the work of cleaning
		return web.Again(c, complaint.ErrFiles.At("file").With("max", complaint.MaxFiles), d.files)
	}
	f, err := upload.Clean(c.UserContext(), web.File(c, "file"))
	if err == nil {
		kind := complaint.JPEG
		if f.Kind == upload.PDF {
			kind = complaint.PDF
		}
		_, err = d.Book.Attach(c.UserContext(), s, t.ID, "", kind, f.Body)
	}
	if err != nil {
		return web.Again(c, at(err, "file"), d.files)
	}
	return web.Redirect(c, atFiles)
}

// or is the first of two errors that is one.
func or(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
