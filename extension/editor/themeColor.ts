import * as vscode from 'vscode';
import type { ColorId } from '../contributions/colors.js';

/** One of our own colours, as the theme in use or the person has it. */
export function themeColor(id: ColorId): vscode.ThemeColor {
  return new vscode.ThemeColor(id);
}
