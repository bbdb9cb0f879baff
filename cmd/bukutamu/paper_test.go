package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sheet is what other programs read on a PDF of ours.
type sheet struct {
	pages         int
	width, height float64 // points
	text          string
	qr            string // of the first page, read from a picture of 200 dots an inch
}

var pageSize = regexp.MustCompile(`Page size:\s+([\d.]+) x ([\d.]+) pts`)

// readPDF reads a PDF with pdfinfo, pdftotext, pdftoppm and zbarimg.
func readPDF(t testing.TB, pdf string) sheet {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing; scripts/need installs it", tool)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(file, []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	info := command(t, "pdfinfo", file)
	size := pageSize.FindStringSubmatch(info)
	if size == nil {
		t.Fatalf("pdfinfo says: %s", info)
	}
	s := sheet{text: strings.Join(strings.Fields(command(t, "pdftotext", file, "-")), " ")}
	s.width, _ = strconv.ParseFloat(size[1], 64)
	s.height, _ = strconv.ParseFloat(size[2], 64)
	fmt.Sscan(regexp.MustCompile(`Pages:\s+(\d+)`).FindStringSubmatch(info)[1], &s.pages)
	command(t, "pdftoppm", "-r", "200", "-png", "-singlefile", file, filepath.Join(dir, "paper"))
	s.qr = readQR(t, filepath.Join(dir, "paper.png"))
	return s
}

// isSize reports whether the page has this size in millimetres, to half a point.
func (s sheet) isSize(width, height float64) bool {
	const mm = 72 / 25.4
	return math.Abs(s.width-width*mm) <= 0.5 && math.Abs(s.height-height*mm) <= 0.5
}

// readQR is the content of the QR code on a picture.
func readQR(t testing.TB, file string) string {
	t.Helper()
	return strings.TrimSpace(command(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file))
}

func command(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}
